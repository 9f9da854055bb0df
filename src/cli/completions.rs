//! `epic completions`: what clap makes of the declared arguments, and for saved scripts what `epic complete` answers.

use super::arguments::Arguments;
use clap::CommandFactory;
use clap_complete::Shell;

/// The end of clap's completions for zsh, which ours go before.
const ZSH_END: &str = "if [ \"$funcstack[1]\" = \"_epic\" ]; then";

/// Bash cuts words at `=`, `:` and `@` too, and replaces the last piece alone.
const BASH: &str = r#"
_epic_saved() {
    local line=${COMP_LINE:0:COMP_POINT} found about piece
    local -a words
    read -ra words <<< "$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    local word=${words[${#words[@]}-1]}
    piece=${word##*["$COMP_WORDBREAKS"]}
    case " $line" in
        *" run "*|*" scripts "*)
            COMPREPLY=()
            while IFS=$'\t' read -r found about; do
                COMPREPLY+=("${found#"${word%"$piece"}"}")
            done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
            [[ ${#COMPREPLY[@]} -gt 0 ]] && return
            [[ " $line" == *" run "* && $word != -* ]] && return
            ;;
    esac
    _epic "$@"
}
complete -F _epic_saved -o bashdefault -o default epic
"#;

const ZSH: &str = r#"
_epic_saved() {
    if (( ${words[(I)run]} > 1 || ${words[(I)scripts]} > 1 )); then
        local -a found
        found=("${(@f)$(${words[1]} complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
        found=("${(@)found%%$'\t'*}")
        found=(${found:#})
        if (( $#found )); then
            compadd -- $found
            return
        fi
    fi
    _epic "$@"
}

# From a folder of $fpath, this text is run once, by the first Tab: later ones would ask _epic alone.
compdef _epic_saved epic
if [ "$funcstack[1]" = "_epic" ]; then
    _epic_saved "$@"
fi
"#;

const FISH: &str = r"
complete -c epic -n '__fish_seen_subcommand_from run scripts' -k -a '(epic complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
";

/// The completions for a command shell.
pub(super) fn text(shell: Shell) -> String {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "epic", &mut text);
    let text = String::from_utf8_lossy(&text).into_owned();
    match shell {
        Shell::Bash => text + BASH,
        Shell::Zsh => match text.split_once(ZSH_END) {
            Some((ours, _)) => ours.to_owned() + ZSH,
            None => text,
        },
        Shell::Fish => text + FISH,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_scripts_are_asked_for_in_each_shell() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let text = text(shell);
            assert!(text.contains("complete -- "), "{shell}");
        }
    }
}
