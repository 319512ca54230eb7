package dev.parley.session.snippet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A snippet's file")
class SnippetFileTest {
    @TempDir
    Path folder;

    static List<String> library() {
        return SnippetFile.library();
    }

    @ParameterizedTest
    @MethodSource("library")
    @DisplayName("of the library can be read, is called as its file, says what it is for, and is the same when written"
            + " again")
    void library(String name) throws Exception {
        Snippet snippet = SnippetFile.ofLibrary(name);

        assertThat(snippet.name()).isEqualTo(name);
        assertThat(snippet.about()).endsWith(".");
        assertThat(SnippetFile.parse("again", SnippetFile.write(snippet))).isEqualTo(snippet);
    }

    @Test
    @DisplayName("is a dozen and more of what one needs each day")
    void aDozen() {
        assertThat(SnippetFile.library()).hasSizeGreaterThanOrEqualTo(12).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("of a name that is nearly right leads to the right one")
    void nearly() {
        assertThatThrownBy(() -> SnippetFile.ofLibrary("identify-modme"))
                .hasMessage("there is no snippet 'identify-modme' in the library; did you mean identify-modem?");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "{\n\"name\": \"A b\",\n\"steps\": []}",
                        "f:2: \"name\" is lower-case words with hyphens, not 'A b'"),
                Arguments.of("{\"name\": \"a\",\n\"steps\": []}", "f:2: \"steps\" has at least one step"),
                Arguments.of(
                        "{\"name\": \"a\",\n\"steps\": [\n{\"send\": \"AT\", \"repaet\": 2}]}",
                        "f:3: \"repaet\" means nothing here; did you mean \"repeat\"?"),
                Arguments.of(
                        "{\"name\": \"a\",\n\"steps\": [\n{},\n{\"send\": \"AT\"}]}",
                        "f:3: a step sends a line or expects one"),
                Arguments.of(
                        "{\"name\": \"a\",\n\"steps\": [{\"send\": \"AT\",\n\"expect\": \"(\"}]}",
                        "f:3: '(' is no regular expression: Unclosed group"),
                Arguments.of(
                        "{\"name\": \"a\",\n\"steps\": [{\"send\": \"AT\",\n\"limit\": -1}]}",
                        "f:3: \"limit\" is a number of seconds from 0 to 86400"),
                Arguments.of(
                        "{\"name\": \"a\",\n\"steps\": [{\"send\": \"AT\",\n\"tries\": 0}]}",
                        "f:3: \"tries\" is a whole number from 1 to 10000"),
                Arguments.of(
                        "{\"name\": \"a\",\n\"steps\": [{\"send\": \"AT\", \"failOn\": \"ERROR\"}]}",
                        "f:2: \"failOn\" is a list in [ ]"),
                Arguments.of(
                        "{\"name\": \"a\",\n\"steps\": [\n{\"send\": \"AT+X=${apn}\"}]}",
                        "f:3: nothing gives ${apn} a value: declare it under \"variables\", or take it from an answer"
                                + " with (?<apn>...) in an earlier \"expect\""),
                Arguments.of("{\"name\": \"a\",\n\"steps\": [{\"send\" \"AT\"}]}", "f:2: this is no JSON"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    @DisplayName("with a mistake is refused with its line and what to write")
    void mistakes(String json, String message) {
        assertThatThrownBy(() -> SnippetFile.parse("f", json))
                .isInstanceOf(SnippetException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    @DisplayName("that is plain text has a step for each line that begins with AT, and none for what the modem said")
    void lines() throws Exception {
        Path file = Files.writeString(
                folder.resolve("Field notes 3.txt"), "# first\nAT+CSQ\r\n+CSQ: 20,99\r\nOK\r\n\nat+cops?\n");

        Snippet snippet = SnippetFile.read(file);

        assertThat(snippet.name()).isEqualTo("field-notes-3");
        assertThat(snippet.steps()).extracting(Snippet.Step::send).containsExactly("AT+CSQ", "at+cops?");
        assertThatThrownBy(() -> SnippetFile.ofLines("pasted", "OK\n"))
                .hasMessage("no line of pasted begins with AT; write one command a line");
    }

    @Test
    @DisplayName("documents every field it can have")
    void documented() throws Exception {
        String page = Files.readString(Path.of("docs/snippets.md"));

        assertThat(page).contains(SnippetFile.library());
        for (String field : Set.of(
                "name",
                "about",
                "variables",
                "steps",
                "repeat",
                "pause",
                "preset",
                "title",
                "send",
                "payload",
                "expect",
                "failOn",
                "limit",
                "tries",
                "optional")) {
            assertThat(page).contains("`" + field + "`");
        }
    }
}
