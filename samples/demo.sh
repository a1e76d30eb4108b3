#!/bin/sh
# The main job on the sample articles: build, show, ask, draw. Usage: demo.sh KG OUT
set -eu
kg=$1
out=$2
here=$(dirname "$0")
set -- "$here"/*.txt "$here"/*.md "$here"/*.html

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

rm -rf "$out"
mkdir -p "$out"

say "1. What the articles say: entities, facts, numbers"
"$kg" facts "$@"

say "2. Build the graph"
"$kg" build "$@" --graph "$out/graph"
"$kg" stats --graph "$out/graph"
"$kg" validate --graph "$out/graph"

say "3. Ask it"
"$kg" ask --graph "$out/graph" "Which companies partner with which universities?"

say "4. Draw it"
"$kg" export svg --graph "$out/graph" --output "$out/graph.svg"
"$kg" export png --graph "$out/graph" --output "$out/graph.png"
"$kg" export turtle --graph "$out/graph" --output "$out/graph.ttl"

say "5. Look further"
cat <<END
The graph is in $out/graph, its picture in $out/graph.png (and graph.svg), its triples in $out/graph.ttl.
Start the server and open http://127.0.0.1:8000/ in a browser:

    $kg serve --graph $out/graph

Ask more:

    $kg ask --graph $out/graph "Who is the chief executive of LG U+?"
    $kg ask --graph $out/graph "With which university does SK Hynix plan to work?"
END
