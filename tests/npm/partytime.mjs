// A feed on stdin, as podcast-partytime (the reader of the Podcast Index) reads it, on stdout.
import { readFileSync } from 'node:fs'
import partytime from 'podcast-partytime'

const parse = partytime.parseFeed ?? partytime
console.log(JSON.stringify(parse(readFileSync(0, 'utf8'))))
