package dev.parley.cli;

/** What the program says to its caller: scripts rely on these numbers. */
final class ExitCode {
    static final int DONE = 0;
    /** The session failed; a finding says why. */
    static final int SESSION_FAILED = 1;
    /** Bad usage or bad input; one clear line on stderr. */
    static final int BAD_INPUT = 2;

    static final int INTERNAL_ERROR = 3;

    private ExitCode() {}
}
