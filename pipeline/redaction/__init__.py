"""The reviewer's trade: words marked, sealed in the vault, released, searched for and justified."""
