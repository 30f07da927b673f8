# Completion of crm in bash, as `crm completion bash` writes it.

_crm() {
    local sort=${COMP_TYPE-} how='' entry
    local -a program
    program=(crm)
    COMPREPLY=()
    type -P crm > /dev/null || program=(@PROGRAM@)
    [ -n "$sort" ] || ! type compopt > /dev/null 2>&1 || sort=9 # bash 3 does not say
    {
        IFS= read -r how
        while IFS= read -r entry; do
            COMPREPLY[${#COMPREPLY[@]}]=$entry
        done
    } <<< "$(
        _CRM_COMPLETE=bash COMP_LINE="${COMP_LINE:-${COMP_WORDS[*]}}" COMP_POINT="${COMP_POINT-}" \
            COMP_TYPE="$sort" COMP_WORD="${2-}" COLUMNS="${COLUMNS-}" command "${program[@]}" < /dev/null 2> /dev/null
    )"
    case $how in
        nospace) compopt -o nospace ;;
        files) compopt -o default ;;
        folders) compopt -o dirnames ;;
    esac 2> /dev/null
    return 0
}

if type compopt > /dev/null 2>&1; then
    complete -o nosort -F _crm crm 2> /dev/null || complete -F _crm crm
else # bash 3: it cannot be told at the time
    complete -o default -o nospace -F _crm crm
fi
