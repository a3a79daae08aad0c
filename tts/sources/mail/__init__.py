"""Mail and newsletters -> articles: a message, or each message of a mailbox.

Bytes go in; an article per message comes out. Start with `article`; `message` parses the message,
`text_body` and `html_body` read its text, `footer` removes what newsletters add, `mailbox` splits
an mbox.
"""
