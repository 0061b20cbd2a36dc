#!/bin/sh
# Makes the demo's clip: 24 s of moving patterns with a running clock, and a soft tone, from ffmpeg's own sources.
# Plays in every browser (H.264 main, AAC, index at the start). Needs ffmpeg with libx264.
#
#   standalone/src/sample/make-clip.sh [FILE]
#
# The clip is made by this script alone; it is dedicated to the public domain (CC0 1.0,
# https://creativecommons.org/publicdomain/zero/1.0/).
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
clip=${1:-$here/../main/resources/org/p2pd/standalone/demo/disk/sample-clip.mp4}

ffmpeg -hide_banner -loglevel error -y \
  -f lavfi -i 'testsrc2=size=960x540:rate=25:duration=24' \
  -f lavfi -i 'mandelbrot=size=400x300:rate=25:maxiter=900:end_pts=400' \
  -f lavfi -i 'sine=frequency=220:beep_factor=4:sample_rate=48000:duration=24' \
  -filter_complex '[0:v][1:v]overlay=x=530:y=30:shortest=1,format=yuv420p[v];[2:a]volume=0.25[a]' \
  -map '[v]' -map '[a]' -t 24 \
  -c:v libx264 -profile:v main -level 3.1 -preset slow -b:v 1200k -maxrate 1600k -bufsize 2400k -g 50 \
  -c:a aac -b:a 96k -ac 2 \
  -metadata title='p2pd sample clip' -metadata copyright='CC0 1.0' \
  -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -movflags +faststart \
  "$clip"
