"""Mail on its way out: text, HTML, SMTP server or folder."""
