"""Language tags, and every sentence shown to users, in English and both Chinese scripts.

A tag in any spelling goes in; its meaning (language, script and region) and the sentences for it
come out. Start with `language_tags`, the only place that decides which Chinese a tag means;
`translations` makes a missing sentence an error. The other modules have the sentences of one
surface each: `pages`, `feed`, `landing`, `player`, `episode`, `settings_file`; `date_format`
formats dates. The output of the command line is in English, in `cli`.
"""
