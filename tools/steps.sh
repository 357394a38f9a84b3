# One line for each step of a set-up. What its commands say is kept back, and shown, all of it, when
# the step fails. Read into a script with `.`; the script sets STEPS, the number of its steps.
#
#   step WHAT TOTAL COMMAND [ARGUMENT…]
#
# prints "setup 2/3: WHAT … done in 12 s" and, on a terminal, how far it is meanwhile: of TOTAL
# packages, as many as the command has named in lines that begin with one of pip's or apt's words.
# TOTAL is 0 where nobody knows.
step_number=0
step_log=""
trap '[ -z "$step_log" ] || rm -f "$step_log" "$step_log.code"' EXIT

step() {
    step_number=$((step_number + 1))
    step_head="setup $step_number/$STEPS: $1"
    step_total=$2
    shift 2
    step_log=$(mktemp)
    step_begin=$(date +%s)
    printf '%s … ' "$step_head"
    { step_code=0; ("$@") 2>&1 || step_code=$?; echo "$step_code" >"$step_log.code"; } | step_progress
    step_code=$(cat "$step_log.code")
    step_took=$(($(date +%s) - step_begin))
    [ ! -t 1 ] || printf '\r\033[K%s … ' "$step_head" # the line anew, without the count
    if [ "$step_code" = 0 ]; then
        echo "done in $step_took s"
    else
        echo "failed after $step_took s"
        cat "$step_log" >&2
    fi
    rm -f "$step_log" "$step_log.code"
    step_log=""
    return "$step_code"
}

# Keep what comes in, and count the packages that it names.
step_progress() {
    step_count=0
    while IFS= read -r step_line || [ -n "$step_line" ]; do
        printf '%s\n' "$step_line" >>"$step_log"
        case $step_line in
        "Collecting "* | "Requirement already satisfied"* | "Setting up "*)
            step_count=$((step_count + 1))
            [ ! -t 1 ] || [ "$step_total" = 0 ] || [ "$step_count" -gt "$step_total" ] ||
                printf '\r%s … %s of %s' "$step_head" "$step_count" "$step_total"
            ;;
        esac
    done
}

# How many packages a lock file names.
locked() { grep -c '^[A-Za-z0-9].*==' "$1"; }
