"""An editor server over LSP: diagnostics, hovers, quick fixes and completion. It needs the extra ``lsp``."""
