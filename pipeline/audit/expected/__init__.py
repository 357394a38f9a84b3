"""What each format must say of an edition: the measure for the audit."""
