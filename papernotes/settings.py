"""The plugin's settings, as `mkdocs.yml` gives them."""

from mkdocs.config import config_options as option
from mkdocs.config.base import Config


class PapernotesConfig(Config):
    """List the plugin's settings; paths are relative to the folder of `mkdocs.yml`."""

    bib_file = option.Type(str, default="refs.bib")
    images_dir = option.Type(str, default="images")
    tags = option.ListOfItems(option.Type(str), default=[])
