package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.link.LinkAddress;
import dev.parley.link.MemoryLink;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetFile;
import dev.parley.session.snippet.SnippetRun.Outcome;
import dev.parley.session.snippet.SnippetRun.Verdict;
import dev.parley.socket.AccessMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A snippet on a link")
@Timeout(60)
class SnippetPlayerTest {
    private final MemoryLink[] cable = new MemoryLink[1];
    private LiveController controller;

    @BeforeEach
    void attach() throws Exception {
        cable[0] = new MemoryLink(this::answer);
        controller = new LiveController(address -> cable[0], JournalKeeper.inMemory(), InstantSource.system(), "test");
        controller
                .attach(new ConnectionProfile(
                        "",
                        LinkAddress.parse("sim:"),
                        "",
                        "",
                        0,
                        AccessMode.BUFFER,
                        1460,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(30)))
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        controller.close();
    }

    private void answer(Bytes written) {
        String line = written.latin1().strip();
        say(line + "\r");
        switch (line) {
            case "AT+QIOPEN=1,0,\"TCP\",\"h\",7,0,0" -> say("\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
            case "AT+QIOPEN=1,1,\"TCP\",\"h\",7,0,0" -> say("\r\nOK\r\n\r\n+QIOPEN: 1,566\r\n");
            case "AT+QISEND=0,4" -> say("\r\n> ");
            case "ping" -> say("\r\nSEND OK\r\n\r\n+QIURC: \"recv\",0\r\n");
            case "AT+X" -> say("\r\n+CME ERROR: 100\r\n");
            default -> say("\r\nOK\r\n");
        }
    }

    private void say(String text) {
        cable[0].say(Bytes.latin1(text));
    }

    private Outcome run(String json) throws Exception {
        return controller
                .run(SnippetFile.parse("test", json), Map.of(), result -> {})
                .get(30, TimeUnit.SECONDS);
    }

    private List<String> actions() {
        return controller.session().settled().view().changes().stream()
                .filter(Event.Action.class::isInstance)
                .map(Event.Action.class::cast)
                .filter(action -> action.name().startsWith("snippet"))
                .map(action -> action.name() + " " + action.detail().replaceAll("[0-9]+\\.[0-9]{3} s", "T"))
                .toList();
    }

    @Test
    @DisplayName("waits for the result that comes by itself after OK, and marks each verdict in the journal")
    void waitsForUnsolicitedResults() throws Exception {
        Outcome outcome = run("""
            {"name": "open", "steps": [
              {"title": "open", "send": "AT+QIOPEN=1,0,\\"TCP\\",\\"h\\",7,0,0", "expect": "QIOPEN: 0,0"},
              {"title": "send", "send": "AT+QISEND=0,4", "payload": "ping", "expect": "SEND OK"},
              {"title": "echo", "expect": "\\"recv\\",0"}]}\
            """);

        assertThat(outcome.words()).isEqualTo("3 steps passed");
        assertThat(actions())
                .containsExactly(
                        "snippet.begin open",
                        "snippet.step open 1/3 open: passed in T",
                        "snippet.step open 2/3 send: passed in T",
                        "snippet.step open 3/3 echo: passed in T",
                        "snippet.end open: passed, 3 steps passed");
    }

    @Test
    @DisplayName(
            "fails on what it was told to fail on, and at an error at once, without waiting for what will not come")
    void fails() throws Exception {
        assertThat(run("""
            {"name": "a", "steps": [{"send": "AT+QIOPEN=1,1,\\"TCP\\",\\"h\\",7,0,0",
              "expect": "QIOPEN: 1,0", "failOn": ["QIOPEN: 1,[1-9]"], "limit": 600}]}\
            """).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(run("{\"name\": \"a\", \"steps\": [{\"send\": \"AT+X\", \"expect\": \"Y\", \"limit\": 600}]}")
                        .words())
                .endsWith("the modem refused it: '+CME ERROR: 100'");
        assertThat(actions()).contains("snippet.step a 1/1 AT+X: failed in T, the modem refused it: '+CME ERROR: 100'");
    }

    @Test
    @DisplayName("sends its lines as the operator's, for he asked for them")
    void isTheOperators() throws Exception {
        Outcome _ = run("{\"name\": \"a\", \"steps\": [{\"send\": \"AT+CSQ\"}]}");

        assertThat(controller.session().journal().event(4))
                .isInstanceOfSatisfying(
                        Event.Traffic.class, sent -> assertThat(sent.origin()).isEqualTo(Event.Origin.OPERATOR));
    }

    @Test
    @DisplayName("is given up before its next step when nobody wants it any more")
    void isGivenUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Snippet endless = SnippetFile.parse(
                "test", "{\"name\": \"a\", \"repeat\": 10000, \"pause\": 3600, \"steps\": [{\"send\": \"AT\"}]}");
        CompletableFuture<Outcome> running = controller.run(endless, Map.of(), result -> begun.countDown());
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(running.cancel(true)).isTrue();

        assertThatThrownBy(running::get).isInstanceOf(CancellationException.class);
        // The modem is free at once.
        assertThat(controller.command("AT").get(10, TimeUnit.SECONDS)).isEqualTo("OK");
    }

    @Test
    @DisplayName("is refused where a value is missing, and where there is no modem")
    void refused() throws Exception {
        assertThatThrownBy(() -> controller
                        .run(SnippetFile.ofLibrary("pdp-up"), Map.of(), result -> {})
                        .get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("the snippet pdp-up needs apn");
        controller.disconnect().get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> run("{\"name\": \"a\", \"steps\": [{\"send\": \"AT\"}]}"))
                .hasMessageContaining("There is no modem to run a on: connect first.");
    }

    @Test
    @DisplayName("a note keeps the bytes it is about")
    void notes() throws Exception {
        controller.note("look here").get(10, TimeUnit.SECONDS);

        assertThat(controller.session().settled().view().changes().getLast())
                .isInstanceOfSatisfying(
                        Event.Note.class, note -> assertThat(note.text()).isEqualTo("look here"));
    }
}
