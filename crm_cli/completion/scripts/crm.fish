# Completion of crm in fish, as `crm completion fish` writes it.

function __crm_typed
    set -l token (commandline -ct)
    string unescape -- $token; or printf '%s\n' $token
end

function __crm_complete
    set -l program crm
    command -sq crm; or set program @PROGRAM@
    set -lx _CRM_COMPLETE fish
    set -lx COMP_LINE (commandline -cp | string collect)
    set -l answer (command $program </dev/null 2>/dev/null)
    switch "$answer[1]"
        case files
            __fish_complete_path (__crm_typed)
        case folders
            __fish_complete_directories (__crm_typed)
        case '*'
            printf '%s\n' $answer[2..-1]
    end
end

complete -c crm -f -k -a '(__crm_complete)'
