package dev.parley.session.snippet;

import java.util.List;

/** Snippets as files: JSON that one can read, change and share. */
public final class SnippetFile {
    private SnippetFile() {}

    /**
     * A snippet from pasted text: each line that begins with {@code AT} is a step; blank lines and those that begin with
     * {@code #} are left out, and so is what a modem said.
     *
     * @throws SnippetException if no line begins with {@code AT}
     */
    public static Snippet ofLines(String name, String text) throws SnippetException {
        List<Snippet.Step> steps = text.lines()
                .map(String::strip)
                .filter(line -> line.regionMatches(true, 0, "AT", 0, 2))
                .map(Snippet.Step::sending)
                .toList();
        if (steps.isEmpty()) {
            throw new SnippetException("no line of the text begins with AT; write one command a line");
        }
        return new Snippet(name, "", List.of(), steps, 1, java.time.Duration.ZERO);
    }
}
