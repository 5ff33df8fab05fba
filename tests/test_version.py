from importlib.metadata import version

import amparo


def test_the_package_and_its_metadata_name_the_same_version() -> None:
    assert amparo.__version__ == version("amparo")
