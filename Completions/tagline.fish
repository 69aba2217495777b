function __tagline_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __tagline_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __tagline_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __tagline_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __tagline_parse_tokens -S
    set -l unparsed_tokens (__tagline_tokens -pc)
    switch $unparsed_tokens[1]
    case 'tagline'
        __tagline_parse_subcommand 0 'h/help'
        switch $unparsed_tokens[1]
        case 'annotate'
            __tagline_parse_subcommand -r 1 'input-format=' 'charset=' 'fields=' 'max-record-bytes=' 'extract=' 'normalize=' 'files-from=' '0/null' 'max-expansion=' 'max-unpacked-bytes=' 'range=' 'shard=' 'o/output=' 'types=' 'offsets=' 'output-format=' 'on-error=' 'max-errors=' 'error-file=' 'progress=' 'resume' 'stats=' 'line-buffered' 'unordered' 'data=' 'lexicon=+' 'j/jobs=' 'q/quiet' 'no-config' 'version' 'h/help'
        case 'eval'
            __tagline_parse_subcommand 2 'data=' 'lexicon=+' 'no-config' 'format=' 'predicted-format=' 'map=+' 'gold-map=+' 'types=' 'drop-dup' 'keep-opt' 'no-align' 'boot=' 'seed=' 'errors=' 'confusion' 'by-source' 'min=+' 'json' 'tsv' 'h/help'
        case 'explain'
            __tagline_parse_subcommand -r 1 'input-format=' 'charset=' 'fields=' 'max-record-bytes=' 'extract=' 'normalize=' 'files-from=' '0/null' 'max-expansion=' 'max-unpacked-bytes=' 'range=' 'shard=' 'data=' 'lexicon=+' 'no-config' 'missing=' 'explain-extraction' 'h/help'
        case 'rules'
            __tagline_parse_subcommand 0 'h/help'
            switch $unparsed_tokens[1]
            case 'check'
                __tagline_parse_subcommand 0 'data=' 'lexicon=+' 'no-config' 'h/help'
            case 'list'
                __tagline_parse_subcommand 0 'data=' 'lexicon=+' 'no-config' 'markdown' 'h/help'
            end
        case 'verify'
            __tagline_parse_subcommand -r 1 'input-format=' 'charset=' 'fields=' 'max-record-bytes=' 'extract=' 'normalize=' 'files-from=' '0/null' 'max-expansion=' 'max-unpacked-bytes=' 'range=' 'shard=' 'no-config' 'stats=' 'limit=' 'q/quiet' 'h/help'
        case 'diff'
            __tagline_parse_subcommand 2 'groups=' 'json' 'h/help'
        case 'view'
            __tagline_parse_subcommand 1 'o/output=' 'no-bills' 'data=' 'lexicon=+' 'no-config' 'h/help'
        case 'help'
            __tagline_parse_subcommand -r 1 
        end
    end
end

function __tagline_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __tagline_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __tagline_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __tagline_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__tagline_tokens -p)
    if test -z "$(__tagline_tokens -t)"
        set -l index (count (__tagline_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'tagline' -f
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_positional "tagline" -eq 1' -fa 'annotate' -d 'Tags firms, organisations, people, places, amounts of money and roles in article dumps: one JSON line for each article, in input order.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_positional "tagline" -eq 1' -fa 'eval' -d 'Scores annotations against a gold corpus: precision, recall and F1 by type.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_positional "tagline" -eq 1' -fa 'explain' -d 'Shows for each mention the itemised bill: rule, points, place in the rule file, and which mention the rule saw.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_positional "tagline" -eq 1' -fa 'rules' -d 'Checks or lists the rules and lexicons.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_positional "tagline" -eq 1' -fa 'verify' -d 'Proves that every input record has its line in the output: in order, none twice, each whole.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_positional "tagline" -eq 1' -fa 'diff' -d 'Shows what changed between two runs: entities, attributes, texts, records.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_positional "tagline" -eq 1' -fa 'view' -d 'Makes one HTML page of tagged articles: coloured mentions with their bills, filters, charts.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_positional "tagline" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" input-format' -l 'input-format' -d 'What the input is: auto, or one of html, jsonl, json, text, lines, warc, wet, csv, tsv, feed, nitf, newsml, mediawiki, reuters, mbox, eml.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" charset' -l 'charset' -d 'The charset that the transport stated: beats a page\'s own label, loses to a byte order mark.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" fields' -l 'fields' -d 'Which JSON field means what, such as text=story,id=uid; a dot steps into an object.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" max-record-bytes' -l 'max-record-bytes' -d 'A longer record becomes an error record.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" extract' -l 'extract' -d 'What to take from a page: its article, or all its text.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" normalize' -l 'normalize' -d 'The Unicode normal form of the text.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" files-from' -l 'files-from' -d 'Read the paths that this file lists, one a line; - is standard input.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" 0 null' -s '0' -l 'null' -d 'The names of --files-from end with a NUL, as find -print0 writes them.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" max-expansion' -l 'max-expansion' -d 'Take a file that unpacks to more than so many times its size for an archive bomb.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" max-unpacked-bytes' -l 'max-unpacked-bytes' -d 'Unpack at most so many bytes of one file, members of members included (1 TiB).' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" range' -l 'range' -d 'Only the records that start at these bytes of the one file, A inclusive, B exclusive: JSON Lines, WARC, .warc.gz.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" shard' -l 'shard' -d 'Only the I-th of N parts of the one file, from 1; the parts\' outputs joined are the whole\'s.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" o output' -s 'o' -l 'output' -d 'Write here instead of to standard output; the file has its name once it is complete.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" types' -l 'types' -d 'The types of entity to write, such as firm,amount; recognition stays the same.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" offsets' -l 'offsets' -d 'What start and end count; else what the output format counts, mostly code points.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" output-format' -l 'output-format' -d 'How to write; a file named .sqlite or .db is a database, else jsonl (brat writes a folder, or a tar archive to standard output): jsonl, tsv, csv, conll, inline, spacy, doccano, labelstudio, gate, w3c, brat, sqlite.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" on-error' -l 'on-error' -d 'What to do with a record that can\'t be read: write an error record, leave it out, or stop.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" max-errors' -l 'max-errors' -d 'Stop with exit status 1 once more records than this could not be read.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" error-file' -l 'error-file' -d 'Write error records to this file too.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" progress' -l 'progress' -d 'Show on standard error how far the run is: on a terminal, always, or never.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" resume' -l 'resume' -d 'With --output: go on where an interrupted run of the same command stopped.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" stats' -l 'stats' -d 'Write the run\'s counts and a digest of its records here as JSON; - is standard error.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" line-buffered' -l 'line-buffered' -d 'Write each record as soon as it is there.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" unordered' -l 'unordered' -d 'Write records as they are done, in any order.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" data' -l 'data' -d 'A folder that replaces the embedded rules and lexicons: its lexicons/*.tsv, rules/*.rules and rules/*.weights.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate"' -l 'lexicon' -d 'More entries for a lexicon, such as firm=names.tsv: a phrase a line, or a file with a header. Repeats.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" j jobs' -s 'j' -l 'jobs' -d 'Threads to work on; 0 for one a core. The output is the same for any number.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" q quiet' -s 'q' -l 'quiet' -d 'Say nothing on standard error but why a run failed.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" no-config' -l 'no-config' -d 'Take no options from a configuration file.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" version' -l 'version' -d 'Show the versions of tagline, its knowledge and its libraries.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline annotate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" data' -l 'data' -d 'A folder that replaces the embedded rules and lexicons: its lexicons/*.tsv, rules/*.rules and rules/*.weights.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval"' -l 'lexicon' -d 'More entries for a lexicon, such as firm=names.tsv: a phrase a line, or a file with a header. Repeats.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" no-config' -l 'no-config' -d 'Take no options from a configuration file.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" format' -l 'format' -d 'The gold corpus\'s format, where it can\'t be seen: jsonl, prodigy, doccano, conll, iob1, iob2, bilou, brat, muc, inline, knowledgenet.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" predicted-format' -l 'predicted-format' -d 'The format of the annotations to score.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval"' -l 'map' -d 'What predicted types are called in the gold; with any, only the gold types named are scored.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval"' -l 'gold-map' -d 'Renames gold types.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" types' -l 'types' -d 'Score only these types, as the gold calls them.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" drop-dup' -l 'drop-dup' -d 'Leave out gold documents marked as copies ("dup").'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" keep-opt' -l 'keep-opt' -d 'Count optional gold mentions ("opt") as all others.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" no-align' -l 'no-align' -d 'Take offsets as they are where the predicted text differs from the gold text; else they are carried over.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" boot' -l 'boot' -d 'Resamples of documents for the 95 % interval of strict F1; 0 for none.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" seed' -l 'seed' -d 'Seed of the resampling.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" errors' -l 'errors' -d 'List the commonest n errors of each type and kind.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" confusion' -l 'confusion' -d 'Show which types were taken for which.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" by-source' -l 'by-source' -d 'Score each source by itself as well.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval"' -l 'min' -d 'Fail where strict F1 of a type or the accuracy of an attribute is lower, in percent.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" json' -l 'json' -d 'One JSON object instead of the table.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" tsv' -l 'tsv' -d 'Lines of columns with tabs between them instead of the table.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline eval" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" input-format' -l 'input-format' -d 'What the input is: auto, or one of html, jsonl, json, text, lines, warc, wet, csv, tsv, feed, nitf, newsml, mediawiki, reuters, mbox, eml.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" charset' -l 'charset' -d 'The charset that the transport stated: beats a page\'s own label, loses to a byte order mark.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" fields' -l 'fields' -d 'Which JSON field means what, such as text=story,id=uid; a dot steps into an object.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" max-record-bytes' -l 'max-record-bytes' -d 'A longer record becomes an error record.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" extract' -l 'extract' -d 'What to take from a page: its article, or all its text.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" normalize' -l 'normalize' -d 'The Unicode normal form of the text.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" files-from' -l 'files-from' -d 'Read the paths that this file lists, one a line; - is standard input.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" 0 null' -s '0' -l 'null' -d 'The names of --files-from end with a NUL, as find -print0 writes them.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" max-expansion' -l 'max-expansion' -d 'Take a file that unpacks to more than so many times its size for an archive bomb.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" max-unpacked-bytes' -l 'max-unpacked-bytes' -d 'Unpack at most so many bytes of one file, members of members included (1 TiB).' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" range' -l 'range' -d 'Only the records that start at these bytes of the one file, A inclusive, B exclusive: JSON Lines, WARC, .warc.gz.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" shard' -l 'shard' -d 'Only the I-th of N parts of the one file, from 1; the parts\' outputs joined are the whole\'s.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" data' -l 'data' -d 'A folder that replaces the embedded rules and lexicons: its lexicons/*.tsv, rules/*.rules and rules/*.weights.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain"' -l 'lexicon' -d 'More entries for a lexicon, such as firm=names.tsv: a phrase a line, or a file with a header. Repeats.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" no-config' -l 'no-config' -d 'Take no options from a configuration file.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" missing' -l 'missing' -d 'Explain why this text was not tagged.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" explain-extraction' -l 'explain-extraction' -d 'Show which blocks of a page were kept or dropped, and why, in place of the bills.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline explain" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline rules" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_positional "tagline rules" -eq 1' -fa 'check' -d 'Runs every rule\'s own examples through the whole recogniser, and looks the lexicons over.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_positional "tagline rules" -eq 1' -fa 'list' -d 'Lists the rules, one a line: id, place, evidence, reason; or as Markdown.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline rules check" data' -l 'data' -d 'A folder that replaces the embedded rules and lexicons: its lexicons/*.tsv, rules/*.rules and rules/*.weights.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline rules check"' -l 'lexicon' -d 'More entries for a lexicon, such as firm=names.tsv: a phrase a line, or a file with a header. Repeats.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline rules check" no-config' -l 'no-config' -d 'Take no options from a configuration file.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline rules check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline rules list" data' -l 'data' -d 'A folder that replaces the embedded rules and lexicons: its lexicons/*.tsv, rules/*.rules and rules/*.weights.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline rules list"' -l 'lexicon' -d 'More entries for a lexicon, such as firm=names.tsv: a phrase a line, or a file with a header. Repeats.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline rules list" no-config' -l 'no-config' -d 'Take no options from a configuration file.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline rules list" markdown' -l 'markdown' -d 'Write RULES.md: every rule with its patterns, reason and examples.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline rules list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" input-format' -l 'input-format' -d 'What the input is: auto, or one of html, jsonl, json, text, lines, warc, wet, csv, tsv, feed, nitf, newsml, mediawiki, reuters, mbox, eml.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" charset' -l 'charset' -d 'The charset that the transport stated: beats a page\'s own label, loses to a byte order mark.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" fields' -l 'fields' -d 'Which JSON field means what, such as text=story,id=uid; a dot steps into an object.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" max-record-bytes' -l 'max-record-bytes' -d 'A longer record becomes an error record.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" extract' -l 'extract' -d 'What to take from a page: its article, or all its text.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" normalize' -l 'normalize' -d 'The Unicode normal form of the text.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" files-from' -l 'files-from' -d 'Read the paths that this file lists, one a line; - is standard input.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" 0 null' -s '0' -l 'null' -d 'The names of --files-from end with a NUL, as find -print0 writes them.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" max-expansion' -l 'max-expansion' -d 'Take a file that unpacks to more than so many times its size for an archive bomb.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" max-unpacked-bytes' -l 'max-unpacked-bytes' -d 'Unpack at most so many bytes of one file, members of members included (1 TiB).' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" range' -l 'range' -d 'Only the records that start at these bytes of the one file, A inclusive, B exclusive: JSON Lines, WARC, .warc.gz.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" shard' -l 'shard' -d 'Only the I-th of N parts of the one file, from 1; the parts\' outputs joined are the whole\'s.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" no-config' -l 'no-config' -d 'Take no options from a configuration file.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" stats' -l 'stats' -d 'The counts and digest that annotate --stats wrote, in place of the inputs.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" limit' -l 'limit' -d 'How many differences to show.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" q quiet' -s 'q' -l 'quiet' -d 'Only the exit status.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline diff" groups' -l 'groups' -d 'How many groups of each kind to list.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline diff" json' -l 'json' -d 'One JSON object with all groups and places.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline diff" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline view" o output' -s 'o' -l 'output' -d 'Write here instead of to standard output; the file has its name once it is complete.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline view" no-bills' -l 'no-bills' -d 'Leave the bills out: a smaller page, sooner.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline view" data' -l 'data' -d 'A folder that replaces the embedded rules and lexicons: its lexicons/*.tsv, rules/*.rules and rules/*.weights.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline view"' -l 'lexicon' -d 'More entries for a lexicon, such as firm=names.tsv: a phrase a line, or a file with a header. Repeats.' -rfka ''
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline view" no-config' -l 'no-config' -d 'Take no options from a configuration file.'
complete -c 'tagline' -n '__tagline_should_offer_completions_for_flags_or_options "tagline view" h help' -s 'h' -l 'help' -d 'Show help information.'
