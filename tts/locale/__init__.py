"""Language tags, and every sentence shown to people, in English and both Chinese scripts.

In comes a tag as anybody writes it; out come what it means (its language, script and region) and
the sentences for it. Start with `language_tags`, which alone decides which Chinese a tag means;
`translations` says how a sentence that is missing becomes an error. The others hold the sentences,
a module a surface: `pages`, `feed`, `landing`, `player`, `episode`, `settings_file`; `date_format`
writes dates. What the command line prints is English, and stands in `cli`.
"""
