// A feed on stdin, as feedsmith reads it, on stdout.
import { readFileSync } from 'node:fs'
import { parseRssFeed } from 'feedsmith'

console.log(JSON.stringify(parseRssFeed(readFileSync(0, 'utf8'))))
