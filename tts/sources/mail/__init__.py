"""Mail and newsletters -> articles: a message, or each message of a mailbox.

In come their bytes; out comes an article a message. Start with `article`; `message` takes the
message apart, `text_body` and `html_body` read its text, `footer` takes off what newsletters hang
on, `mailbox` splits an mbox.
"""
