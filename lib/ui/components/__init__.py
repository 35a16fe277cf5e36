"""Parts of pages that live in the browser: Python beside plain JavaScript and CSS."""
