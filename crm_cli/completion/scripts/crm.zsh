#compdef crm
# Completion of crm in zsh, as `crm completion zsh` writes it.

_crm() {
    local how line text rest
    local -a program=(crm) answer whole whole_shown part part_shown replace
    (( $+commands[crm] )) || program=(@PROGRAM@)
    answer=("${(@f)$(
        _CRM_COMPLETE=zsh COMP_LINE="${(j: :)words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX" \
            command $program < /dev/null 2> /dev/null
    )}")
    how=$answer[1]
    case $how in
        files) _files; return ;;
        folders) _files -/; return ;;
        other | list) replace=(-U) ;;
    esac
    for line in "${(@)answer[2,-1]}"; do
        text=${line%%$'\t'*} rest=${line#*$'\t'}
        if [[ $rest == +* ]]; then
            whole+=("$text") whole_shown+=("${rest#*$'\t'}")
        else
            part+=("$text") part_shown+=("${rest#*$'\t'}")
        fi
    done
    (( $#whole + $#part )) || return 1
    if [[ $how == list && $compstate[insert] == *unambiguous* ]]; then
        compstate[insert]='' compstate[list]='list force'
    fi
    (( $#whole )) && compadd $replace -V crm -l -d whole_shown -a whole
    (( $#part )) && compadd $replace -V crm -S '' -l -d part_shown -a part
    return 0
}

if [[ $funcstack[1] == _crm ]]; then
    _crm "$@"
elif (( $+functions[compdef] )); then
    compdef _crm crm
fi
