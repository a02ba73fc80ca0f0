# Completion of upkeep(1) for fish. It asks bash's function, so that verbs, options and names are told in one place.

function __upkeep_complete
    set -l before (commandline --current-process --tokenize --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    bash -uc '. /usr/share/bash-completion/completions/upkeep
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      _upkeep
      printf "%s\n" "${COMPREPLY[@]}"' completion $before "$current" 2>/dev/null
end

complete --command upkeep --no-files --arguments '(__upkeep_complete)'
