// A WebVTT file on stdin, as the W3C's parser reads it: its cues and its errors, on stdout.
import { readFileSync } from 'node:fs'
import webvtt from 'webvtt-parser'

const { cues, errors } = new webvtt.WebVTTParser().parse(readFileSync(0, 'utf8'), 'metadata')
console.log(JSON.stringify({ errors, cues: cues.map(({ startTime, endTime, text }) => ({ startTime, endTime, text })) }))
