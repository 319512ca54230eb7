package dev.parley.ui.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ui.help.Markdown.Block;
import dev.parley.ui.help.Markdown.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@DisplayName("The help")
class HelpTest {
    static final List<String> PAGES = HelpBook.PAGES;

    private static final Path DOCS = Path.of("docs");

    @Test
    @DisplayName("has every page of the documentation")
    void whole() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".md"))
                            .map(name -> name.replace(".md", "")))
                    .containsExactlyInAnyOrderElementsOf(HelpBook.PAGES);
        }
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    @DisplayName("understands every page: no mark of Markdown is left in what is shown")
    void understood(String page) {
        List<Block> blocks = HelpBook.in(DOCS).page(page).orElseThrow();

        assertThat(blocks.getFirst()).isInstanceOf(Markdown.Heading.class);
        assertThat(blocks.stream().flatMap(HelpTest::spans).filter(span -> span.kind() != Span.Kind.CODE))
                .noneMatch(span -> span.text().matches(".*\\*\\w.*|.*\\w\\*.*")
                        || span.text().contains("`")
                        || span.text().contains("]("));
    }

    @Test
    @DisplayName("reads headings, paragraphs, lists, tables and code")
    void blocks() {
        List<Block> blocks = Markdown.parse("""
            # A page
            Words in **two**
            lines.

            - one `a|b`
              goes on
            2. two
            | key | what |
            |---|---|
            | `a|b` | [there](tap.md#x) |

                code
                  more
            """);

        assertThat(blocks)
                .containsExactly(
                        new Markdown.Heading(1, "A page"),
                        new Markdown.Paragraph(
                                List.of(plain("Words in "), new Span(Span.Kind.BOLD, "two", ""), plain(" lines."))),
                        new Markdown.Item(
                                0, "•", List.of(plain("one "), new Span(Span.Kind.CODE, "a|b", ""), plain(" goes on"))),
                        new Markdown.Item(0, "2.", List.of(plain("two"))),
                        new Markdown.Table(List.of(
                                List.of(List.of(plain("key")), List.of(plain("what"))),
                                List.of(
                                        List.of(new Span(Span.Kind.CODE, "a|b", "")),
                                        List.of(new Span(Span.Kind.LINK, "there", "tap.md#x"))))),
                        new Markdown.Code("code\n  more"));
    }

    @Test
    @DisplayName("follows links between its pages, and no others")
    void links() {
        assertThat(HelpBook.place("tap.md#x", "window")).contains(new HelpBook.Place("tap", "x"));
        assertThat(HelpBook.place("#console", "window")).contains(new HelpBook.Place("window", "console"));
        assertThat(HelpBook.place("https://example.com/tap.md", "window")).isEmpty();
    }

    private static Span plain(String text) {
        return new Span(Span.Kind.PLAIN, text, "");
    }

    private static Stream<Span> spans(Block block) {
        return switch (block) {
            case Markdown.Paragraph paragraph -> paragraph.spans().stream();
            case Markdown.Item item -> item.spans().stream();
            case Markdown.Table table ->
                table.rows().stream().flatMap(List::stream).flatMap(List::stream);
            default -> Stream.of();
        };
    }
}
