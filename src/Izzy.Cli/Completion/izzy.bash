# Completion of `izzy` for bash. In ~/.bashrc: eval "$(izzy completion bash)"
_izzy() {
  local word=${COMP_WORDS[COMP_CWORD]} line
  COMPREPLY=()
  # The command itself knows what can stand there; nothing it prints is run or expanded.
  while IFS= read -r line; do
    [[ $line == "$word"* ]] && COMPREPLY+=("$line")
  done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
}
complete -o default -F _izzy izzy
