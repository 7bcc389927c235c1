"""Where the delivered files lie."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Names with a hash of the content, also inside `import` of our modules: without it a module would
    be fetched a second time under its plain name, perhaps an old one."""

    support_js_module_import_aggregation = True
