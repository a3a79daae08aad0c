// An audio file, as music-metadata (a reader of web apps) reads its container and chapters, on stdout.
import { parseFile } from 'music-metadata'

const { format, common } = await parseFile(process.argv[2], { includeChapters: true })
const { container, codec, chapters } = format
console.log(JSON.stringify({ container, codec, chapters, title: common.title, artist: common.artist }))
