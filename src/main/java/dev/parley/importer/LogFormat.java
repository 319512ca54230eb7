package dev.parley.importer;

/** One program's way to write down what crossed a link. Stateless. */
interface LogFormat {
    /** Whose log it is, for the report. */
    String name();

    /**
     * How sure it is that {@code head} is of this format: 0 for not at all to 100. Formats of which bytes are known exactly win over
     * those that are put together from lines.
     *
     * @param head the beginning of the log
     */
    int score(LogText head);

    /** Tells {@code out} what the log holds; what is not understood becomes a note. */
    void read(LogText log, Transcript out);
}
