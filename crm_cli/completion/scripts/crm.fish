# Completion of crm in fish, as `crm completion fish` writes it.

function __crm_complete
    set -l program crm
    command -sq crm; or set program @PROGRAM@
    set -lx _CRM_COMPLETE fish
    set -lx COMP_LINE (commandline -cp | string collect)
    set -l answer (command $program </dev/null 2>/dev/null)
    switch "$answer[1]"
        case files
            __fish_complete_path (commandline -ct)
        case folders
            __fish_complete_directories (commandline -ct)
        case '*'
            printf '%s\n' $answer[2..-1]
    end
end

complete -c crm -f -k -a '(__crm_complete)'
