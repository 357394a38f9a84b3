"""A dossier that was built, and the packages made of it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.content.load import load
from pipeline.distribution.signing import make_signatures
from pipeline.edition.formats import FORMATS
from pipeline.workflow import package_order
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from tests.conftest import MINI, words_vault
from tests.support import certificates


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an output folder with both editions of the mini dossier, in every format."""
    output = tmp_path_factory.mktemp("built")
    options = Options(output, formats=FORMATS, vault=words_vault(load(MINI)))
    build(MINI, options, lambda _: None)
    return output


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the output folder that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "output"))


@pytest.fixture(scope="session")
def seal(tmp_path_factory: pytest.TempPathFactory) -> make_signatures.SigningKey:
    key = tmp_path_factory.mktemp("keys") / "key.p12"
    key.write_bytes(certificates.signer().p12)
    return make_signatures.SigningKey(make_signatures.from_file(key, certificates.PASSPHRASE))


@pytest.fixture(scope="session")
def unsigned(built: Path) -> bytes:
    return package_order.packed(MINI, package_order.Wanted(built, "public")).data


@pytest.fixture(scope="session")
def signed(built: Path, seal: make_signatures.SigningKey) -> bytes:
    return package_order.packed(MINI, package_order.Wanted(built, "public"), seal).data


Unpack = Callable[[bytes], Path]


@pytest.fixture
def unpack(tmp_path: Path) -> Unpack:
    """Return a package's folder, as it is after unpacking."""

    def folder(package: bytes) -> Path:
        (tmp_path / "package.zip").write_bytes(package)
        with zipfile.ZipFile(tmp_path / "package.zip") as archive:
            archive.extractall(tmp_path / "received")
        (found,) = (tmp_path / "received").iterdir()
        return found

    return folder
