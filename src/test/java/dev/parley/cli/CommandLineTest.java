package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.export.ExportFormat;
import dev.parley.link.OneRateModem;
import dev.parley.link.PtyPair;
import dev.parley.session.DataFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The command line")
@Timeout(60)
class CommandLineTest {
    /** Nowhere: bad input has to be told before anything is opened. */
    private static final String UNUSED = "tcp://127.0.0.1:1";

    @TempDir
    private static Path folder;

    private static Run clean = new Run(-1, "", "");
    private static Run fieldReport = clean;
    private static Run hostQuits = clean;

    /** What a command line left: its exit code, and what it said. */
    private record Run(int exit, String out, String err) {
        /** Everything it said as one line of single blanks, so that where a text was broken does not matter. */
        String flowing() {
            return out.replaceAll("\\s+", " ");
        }
    }

    private static Run run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        DesktopStarter noDisplay = new DesktopStarter() {
            @Override
            public boolean canOpen() {
                return false;
            }

            @Override
            public void open(java.util.Optional<Path> session) {
                throw new AssertionError("there is no display");
            }
        };
        int exit = ParleyCommand.run(
                noDisplay,
                (session, snapshot, state, profile, target) -> List.of(),
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    @BeforeAll
    static void playDemos() {
        clean = run("demo", "--out", folder.resolve("clean"));
        fieldReport = run("demo", "--scenario", "field-report", "--out", folder.resolve("field-report"));
        hostQuits = run("demo", "--scenario", "host-quits", "--out", folder.resolve("host-quits"));
    }

    private static Path session(String demo) {
        return folder.resolve(demo).resolve("session.parley");
    }

    @Test
    @DisplayName("demo ends with 0, tells the echo and leaves a session file, a capture and a report")
    void demo() throws Exception {
        assertThat(clean.exit()).as(clean.out() + clean.err()).isZero();
        assertThat(clean.err()).isEmpty();
        assertThat(clean.out())
                .contains("received    parley/demo = hello through the modem")
                .contains("MBEDTLS_SSL_SERVER_FINISHED");
        assertThat(session("clean")).content().startsWith("{\"parley\":1,");
        assertThat(Files.readAllBytes(folder.resolve("clean/session.pcapng"))).startsWith(0x0a, 0x0d, 0x0d, 0x0a);
        assertThat(folder.resolve("clean/report.html"))
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("MBEDTLS_SSL_CLIENT_CERTIFICATE");
        assertThat(Files.readAllLines(session("clean")))
                .filteredOn(line -> line.contains("\"secret\":"))
                .as("without --key-log the file says that a secret was known, and not which")
                .singleElement()
                .asString()
                .contains("\"CLIENT_RANDOM\"")
                .doesNotContain("\"hex\"");
    }

    @Test
    @DisplayName("demo --scenario field-report ends with 1 and says what, where, who and why")
    void fieldReport() {
        assertThat(fieldReport.exit()).as(fieldReport.out() + fieldReport.err()).isEqualTo(1);
        assertThat(fieldReport.err()).isEmpty();
        assertThat(fieldReport.flowing())
                .contains("MBEDTLS_SSL_CLIENT_CERTIFICATE (7)")
                .contains("877 = 5 + 4 + 3 + 3 + 862")
                .contains("certificate_unknown (46)")
                .containsPattern("(?i)closed by the peer, 7 bytes still unread")
                .contains("certificate-refused")
                .contains("try ");
    }

    @Test
    @DisplayName("analyze --json tells field-report's peer, state, record and alert")
    void fieldReportAsJson() {
        JsonNode session = json(run("analyze", "--json", session("field-report")));

        assertThat(session.at("/sockets/0/closedBy").asString()).isEqualTo("peer");
        JsonNode last = session.at("/tls/0/states").valueStream().toList().getLast();
        assertThat(last.get("number").asInt()).isEqualTo(7);
        assertThat(last.get("name").asString()).isEqualTo("MBEDTLS_SSL_CLIENT_CERTIFICATE");
        assertThat(last.get("message").asString()).isEqualTo("Certificate");
        assertThat(last.get("direction").asString()).isEqualTo("tx");
        assertThat(last.get("record").asInt()).isEqualTo(877);
        assertThat(last.get("bytes").asInt()).isEqualTo(872);
        assertThat(session.at("/tls/0/result").asString()).isEqualTo("failed");
        assertThat(session.at("/tls/0/alert").asString()).isEqualTo("certificate_unknown");
        assertThat(session.at("/findings/0/code").asString()).isEqualTo("certificate-refused");
    }

    @Test
    @DisplayName("demo --scenario host-quits ends with 1, and analyze --json says that it was the host")
    void hostQuits() {
        assertThat(hostQuits.exit()).as(hostQuits.out() + hostQuits.err()).isEqualTo(1);
        JsonNode session = json(run("analyze", "--json", session("host-quits")));

        assertThat(session.at("/sockets/0/closedBy").asString()).isEqualTo("host");
        assertThat(session.at("/findings/0/code").asString()).isEqualTo("closed-by-host");
        assertThat(session.at("/tls/0/alert").isNull()).isTrue();
    }

    @Test
    @DisplayName("compare lays two handshakes side by side and marks where they part")
    void compare() {
        Run same = run("compare", session("clean"), session("clean"));
        Run refused = run("compare", session("clean"), session("field-report"));
        JsonNode object = json(run("compare", "--json", session("clean"), session("field-report")));

        assertThat(same.exit()).as(same.err()).isZero();
        assertThat(same.out()).endsWith("no difference but what every handshake has\n");
        assertThat(refused.exit()).isZero();
        assertThat(refused.out())
                .contains("-> Certificate                         877      877")
                .contains("only in B")
                .contains("Alert fatal certificate_unknown");
        int first = object.at("/first/order").asInt();
        assertThat(object.at("/rows/" + first + "/a").isNull()
                        || object.at("/rows/" + first + "/b").isNull())
                .isTrue();
        assertThat(object.at("/b/alert").asString()).isEqualTo("certificate_unknown");
        Run nothing = run("compare", session("clean"), folder);
        assertThat(nothing.exit()).isEqualTo(2);
        assertThat(nothing.err().lines()).hasSize(1);
    }

    @Test
    @DisplayName("compare tells of several sessions which ended alike, and where each kind parts from a good one")
    void clusters() {
        Run run = run("compare", session("clean"), session("field-report"), session("field-report"));
        JsonNode object = json(run("compare", "--json", "--clusters", folder.resolve("clean"), session("host-quits")));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("1 session ended well")
                .contains("2 sessions died alike: MBEDTLS_SSL_CLIENT_CERTIFICATE (7), closed by peer")
                .contains("certificate-refused")
                .contains("first difference from " + session("clean"));
        assertThat(object.at("/clusters").size()).isEqualTo(2);
        assertThat(object.at("/clusters/0/good").asBoolean()).isTrue();
        assertThat(object.at("/clusters/1/finding").asString()).isEqualTo("closed-by-host");
        assertThat(object.at("/clusters/1/sessions").size()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "analyze takes the sessions in a folder, each once, and leaves the captures and reports beside them alone")
    void analyzeFolders() {
        Run run = run("analyze", "--json", folder.resolve("clean"), folder.resolve("host-quits"), session("clean"));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(2);
    }

    @Test
    @DisplayName("export --to svg --preview writes nothing")
    void previewOfADrawing() {
        Path drawing = folder.resolve("preview.svg");

        Run run = run("export", session("clean"), "--to", "svg", "--preview", "-o", drawing);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("nothing in it would be replaced");
        assertThat(drawing).doesNotExist();
    }

    @Test
    @DisplayName("export --preview needs no format and no file; without it both are asked for")
    void previewAlone() {
        assertThat(run("export", session("clean"), "--preview").exit()).isZero();
        assertThat(run("export", session("clean"), "-o", folder.resolve("x")).err())
                .startsWith("parley: --to is missing");
        assertThat(run("export", session("clean"), "--to", "csv").err()).startsWith("parley: -o is missing");
    }

    @Test
    @DisplayName("export --to keylog of a session without secrets writes nothing and says so")
    void keyLogWithoutSecrets() {
        Path keyLog = folder.resolve("none.keylog");

        Run run = run("export", session("host-quits"), "--to", "keylog", "-o", keyLog);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("holds no TLS secrets");
        assertThat(keyLog).doesNotExist();
    }

    @Test
    @DisplayName("compare --clusters takes a folder alone")
    void clustersOfAFolder() {
        session("clean");
        session("host-quits");

        Run run = run("compare", "--clusters", folder);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run("compare", session("clean")).err())
                .isEqualTo("parley: compare needs two session files; with --clusters a folder of them is enough\n");
    }

    @Test
    @DisplayName("analyze takes a packet capture for no log")
    void analyzeCapture() throws Exception {
        Path capture = Files.write(folder.resolve("capture.log"), new byte[] {0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 28});

        Run run = run("analyze", capture);
        Files.delete(capture);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("is a packet capture");
    }

    @Test
    @DisplayName("analyze says no state of a handshake that never was")
    void analyzeWithoutTls() throws Exception {
        Path log = Files.writeString(folder.resolve("plain.log"), """
            12:00:00.100 > AT+QIOPEN=1,0,"TCP","broker.example.org",8883,0,0
            12:00:00.200 < OK
            12:00:00.900 < +QIOPEN: 0,0
            12:00:01.900 > AT+QISEND=0,5
            12:00:02.000 > hello
            12:00:02.100 < SEND OK
            12:00:05.900 < +QIURC: "closed",0
            """);

        Run run = run("analyze", log);
        Files.delete(log);

        assertThat(run.flowing()).contains("CLOSED BY THE PEER").doesNotContain("MBEDTLS_SSL", "in state");
    }

    @Test
    @DisplayName("analyze prints the report that demo printed")
    void analyze() {
        Run run = run("analyze", session("field-report"));

        assertThat(run.exit()).isZero();
        assertThat(run.flowing()).contains("877 = 5 + 4 + 3 + 3 + 862", "certificate_unknown (46)");
    }

    @Test
    @DisplayName("analyze --json prints one object a session, each on a line of its own")
    void oneLineASession() {
        Run run = run("analyze", "--json", session("field-report"), session("host-quits"));

        assertThat(run.exit()).isZero();
        assertThat(run.out()
                        .lines()
                        .map(line ->
                                JsonMapper.shared().readTree(line).get("file").asString()))
                .containsExactly(
                        session("field-report").toString(),
                        session("host-quits").toString());
    }

    @Test
    @DisplayName("analyze --json has the fields that scripts rely on, in their order and types")
    void shape() {
        for (String demo : List.of("clean", "field-report", "host-quits")) {
            JsonNode session = json(run("analyze", "--json", session(demo)));

            assertThat(shapeOf(session))
                    .containsExactly(
                            "file",
                            "events",
                            "bytesLost",
                            "at",
                            "sockets",
                            "tls",
                            "mqtt",
                            "findings",
                            "undecided",
                            "nextTest");
            check(session, "file", JsonNode::isString);
            check(session, "events", JsonNode::isIntegralNumber);
            check(session, "bytesLost", JsonNode::isIntegralNumber);
            assertThat(shapeOf(session.get("at"))).containsExactly("exchanges", "urcs", "errors");
            session.get("at")
                    .forEach(count -> assertThat(count.isIntegralNumber()).isTrue());
            assertThat(session.get("sockets").size()).isEqualTo(1);
            for (JsonNode socket : session.get("sockets")) {
                assertThat(shapeOf(socket))
                        .containsExactly(
                                "id", "mode", "sent", "received", "acked", "unread", "closedBy", "closedAt", "ledger");
                assertThat(shapeOf(socket.get("ledger"))).containsExactly("tx", "rx", "verdict");
                for (String way : List.of("tx", "rx")) {
                    JsonNode book = socket.get("ledger").get(way);
                    assertThat(shapeOf(book)).containsExactly("declared", "delivered", "consumed", "modem", "mismatch");
                    assertThat(book.get("delivered")).isEqualTo(book.get("declared"));
                    assertThat(book.get("mismatch").isNull()).isTrue();
                }
                for (String name : List.of("id", "sent", "received")) {
                    check(socket, name, JsonNode::isIntegralNumber);
                }
                for (String name : List.of("acked", "unread")) {
                    check(socket, name, value -> value.isIntegralNumber() || value.isNull());
                }
                assertThat(socket.get("mode").asString()).isEqualTo("buffer");
                check(socket, "closedAt", JsonNode::isNumber);
            }
            assertThat(session.get("tls").size()).isEqualTo(1);
            for (JsonNode tls : session.get("tls")) {
                assertThat(shapeOf(tls))
                        .containsExactly("socket", "version", "suite", "sni", "states", "result", "alert");
                check(tls, "socket", JsonNode::isIntegralNumber);
                for (String name : List.of("version", "suite", "sni", "result")) {
                    check(tls, name, JsonNode::isString);
                }
                check(tls, "alert", value -> value.isString() || value.isNull());
                assertThat(tls.get("states").size()).isGreaterThanOrEqualTo(7);
                for (JsonNode state : tls.get("states")) {
                    assertThat(shapeOf(state))
                            .containsExactly("number", "name", "message", "direction", "record", "bytes", "at");
                    for (String name : List.of("number", "record", "bytes")) {
                        check(state, name, JsonNode::isIntegralNumber);
                    }
                    check(state, "name", value -> value.asString().startsWith("MBEDTLS_SSL_"));
                    check(state, "message", JsonNode::isString);
                    check(state, "direction", value -> List.of("tx", "rx").contains(value.asString()));
                    check(state, "at", JsonNode::isNumber);
                }
            }
            for (JsonNode packet : session.get("mqtt")) {
                assertThat(shapeOf(packet)).containsExactly("packet", "direction", "topic", "qos", "bytes", "at");
                check(packet, "qos", value -> value.isIntegralNumber() || value.isNull());
            }
            for (JsonNode finding : session.get("findings")) {
                assertThat(shapeOf(finding))
                        .containsExactly("code", "confidence", "title", "evidence", "fix", "refutedBy");
                check(finding, "confidence", value -> value.asDouble() >= 0 && value.asDouble() <= 1);
                check(finding, "evidence", value -> value.isArray() && !value.isEmpty());
                for (String name : List.of("code", "title", "fix", "refutedBy")) {
                    check(
                            finding,
                            name,
                            value -> value.isString() && !value.asString().isEmpty());
                }
            }
        }
    }

    @Test
    @DisplayName("analyze --json lists the MQTT packets where the session was kept with --key-log")
    void mqttWithKeyLog() {
        Path out = folder.resolve("with-secrets");
        assertThat(run("demo", "--key-log", "--out", out).exit()).isZero();

        JsonNode session = json(run("analyze", "--json", out.resolve("session.parley")));

        List<String> packets = session.get("mqtt")
                .valueStream()
                .map(packet -> packet.get("direction").asString() + " "
                        + packet.get("packet").asString())
                .toList();
        assertThat(packets)
                .startsWith("tx CONNECT", "rx CONNACK", "tx SUBSCRIBE", "rx SUBACK", "tx PUBLISH")
                .contains("rx PUBLISH", "rx PUBACK", "tx PUBACK")
                .endsWith("tx DISCONNECT");
        assertThat(session.at("/findings").isEmpty()).isTrue();
    }

    @Test
    @DisplayName("connect subscribes, publishes, waits for what is expected and ends with 0")
    void connect() {
        Path out = folder.resolve("connect");

        Run run = run(
                "connect",
                "--link",
                "sim:",
                "--endpoint",
                "broker.parley.test:8883",
                "--access-mode",
                "push",
                "--chunk",
                "500",
                "--subscribe",
                "a/b",
                "--publish",
                "a/b=c=d",
                "--expect",
                "a/b=c=d",
                "--out",
                out);

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("received    a/b = c=d");
        JsonNode session = json(run("analyze", "--json", out.resolve("session.parley")));
        assertThat(session.at("/sockets/0/mode").asString()).isEqualTo("push");
        assertThat(session.at("/findings").isEmpty()).isTrue();
        assertThat(out.resolve("session.pcapng")).isNotEmptyFile();
        assertThat(out.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    @DisplayName("export never writes over the session it reads, however its path is spelled")
    void exportOntoItself() throws Exception {
        Path file = folder.resolve("precious.parley");
        Files.copy(session("clean"), file);
        byte[] before = Files.readAllBytes(file);

        Run run = run(
                "export",
                file,
                "--to",
                "text",
                "-o",
                folder.resolve("../" + folder.getFileName() + "/precious.parley"));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("is the session itself");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    @DisplayName("connect asks for a link, and for a place to keep secrets in")
    void connectAsks() {
        assertThat(run("connect").err()).contains("--link");
        assertThat(run("connect", "--link", "sim:", "--key-log").err()).contains("--out DIR");
    }

    @Test
    @DisplayName("connect to an endpoint that refuses ends with 1 and names the finding")
    void connectRefused() {
        Run run = run("connect", "--link", "sim:connect-refused", "--mqtt", "none");

        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("connect-refused: ").contains("The session failed: ");
    }

    @ParameterizedTest
    @EnumSource(value = ExportFormat.class, mode = EnumSource.Mode.EXCLUDE, names = "KEYLOG")
    @DisplayName("export writes every format")
    void export(ExportFormat format) {
        Path target = folder.resolve("exported" + format.suffix());

        Run run = run("export", session("field-report"), "--to", format.word(), "-o", target);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(target).isNotEmptyFile();
    }

    @Test
    @DisplayName("ports --find-baud finds the rate at which a modem answers, and says the address to use")
    void findsTheBaudRate(@TempDir Path cables) throws Exception {
        try (PtyPair cable = PtyPair.open(cables);
                OneRateModem modem = OneRateModem.behind(cable, 9_600, "\u00f8")) {
            Run found = run("ports", "--find-baud", cable.left().target());
            assertThat(found.exit()).as(found.err()).isZero();
            assertThat(found.out().lines())
                    .containsExactly(
                            "  115200: 2 bytes that make no answer",
                            "  9600: the modem answers",
                            cable.left() + "?baud=9600");
            assertThat(modem.asked()).allMatch(text -> text.replace("AT\r", "").isEmpty());
        }
    }

    @Test
    @DisplayName("ports --find-baud says what is wrong with a port that it cannot open")
    void findsNoPort() {
        Run missing = run("ports", "--find-baud", "/dev/ttyNONE7");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no port /dev/ttyNONE7; 'parley ports' lists those there are");
    }

    @Test
    @DisplayName("--version, --help, scenarios and ports end with 0")
    void harmless() {
        assertThat(run("--version").out()).startsWith("parley ");
        for (String words : List.of("--version", "--help", "demo --help", "scenarios", "ports")) {
            Run run = run((Object[]) words.split(" ", -1));
            assertThat(run.exit()).as(words).isZero();
            assertThat(run.err()).as(words).isEmpty();
            assertThat(run.out()).as(words).isNotBlank();
        }
        assertThat(run("scenarios").out()).contains("field-report", "certificate-refused", "host-quits");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "connect --link serial:/dev/no-such-port --endpoint a.test:1 --plain | /dev/no-such-port",
                "connect --link UNUSED --endpoint a.test:1 --plain | 127.0.0.1:1",
                "connect --link carrier-pigeon:home --endpoint a.test:1 | carrier-pigeon:home",
                "connect --link UNUSED | --endpoint",
                "connect --link UNUSED --endpoint nowhere | nowhere",
                "connect --link UNUSED --endpoint a.test:99999 | 99999",
                "connect --link UNUSED --endpoint a.test:https | https",
                "connect --link UNUSED --endpoint a.test:1 --chunk 2000 | 1460",
                "connect --link UNUSED --endpoint a.test:1 --timeout 0 | --timeout 0",
                "connect --link UNUSED --endpoint a.test:1 --read-timeout -1 | --read-timeout -1",
                "connect --link UNUSED --endpoint a.test:1 --access-mode shove | shove",
                "connect --link UNUSED --endpoint a.test:1 --mqtt 4 | --mqtt",
                "connect --link UNUSED --endpoint a.test:1 --publish nothing | TOPIC=TEXT",
                "connect --link UNUSED --endpoint a.test:1 --ca JUNK | junk.pem",
                "connect --link UNUSED --endpoint a.test:1 --ca MISSING | there-is-none",
                "connect --link UNUSED --endpoint a.test:1 --cert JUNK --key KEY | junk.pem",
                "connect --link UNUSED --endpoint a.test:1 --cert CERT --key JUNK | junk.pem",
                "connect --link UNUSED --endpoint a.test:1 --cert CERT | --key",
                "connect --link UNUSED --endpoint a.test:1 --cert CERT --key OTHERKEY | does not fit",
                "connect --link sim:no-such-scenario | no-such-scenario",
                "connect --link UNUSED --nonsense | --nonsense",
                "demo --scenario field-reprot | 'field-report'",
                "demo --out JUNK/below | junk.pem/below: ",
                "analyze MISSING | there-is-none",
                "analyze JUNK | not a session file",
                "analyze EMPTY EMPTY | no session file",
                "export MISSING --to html -o OUT | there-is-none",
                "export SESSION --to papyrus -o OUT | papyrus",
                "export SESSION --to html -o FOLDER | folder",
                "export SESSION --to html -o MISSING/below | no folder",
                "export SESSION --to html | -o",
                "simulate --listen serial:x | serial:x",
                "simulate --listen tcp://127.0.0.1:0 --scenario no-such | no-such",
                "tap --modem UNUSED --host listen:127.0.0.1:0 | refused the connection",
                "tap --modem sim: --host listen:7001 | needs an address and a port to listen on",
                "dance | dance",
            })
    @DisplayName("bad input is told in one line on stderr, with exit code 2")
    void badInput(String words, String named) throws Exception {
        Map<String, Object> places = Map.of(
                "UNUSED", UNUSED,
                "JUNK", Files.writeString(folder.resolve("junk.pem"), "This is neither PEM nor JSON.\n"),
                "MISSING", folder.resolve("there-is-none"),
                "FOLDER", folder,
                "EMPTY", Files.createDirectories(folder.resolve("empty")),
                "SESSION", session("clean"),
                "OUT", folder.resolve("out"),
                "CERT", certificates().resolve("device.pem"),
                "KEY", certificates().resolve("device.key"),
                "OTHERKEY", certificates().resolve("server.key"));
        List<Object> arguments = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
            int slash = word.indexOf("/below");
            Object place = places.get(slash > 0 ? word.substring(0, slash) : word);
            arguments.add(place == null ? word : slash > 0 ? place + "/below" : place);
        }

        Run run = run(arguments.toArray());

        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(run.err())
                .startsWith("parley: ")
                .contains(named)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    private static Path certificates() {
        return DataFolder.usual().path().resolve("bench");
    }

    private static JsonNode json(Run run) {
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return JsonMapper.shared().readTree(run.out());
    }

    private static List<String> shapeOf(JsonNode node) {
        return List.copyOf(node.propertyNames());
    }

    private static void check(JsonNode node, String name, Predicate<JsonNode> condition) {
        assertThat(condition.test(node.get(name))).as("%s in %s", name, node).isTrue();
    }

    @Test
    @DisplayName("opens a session file in the desktop, and says what else to do where there is no display")
    void sessionFileWithoutDisplay() {
        Run missing = run("nowhere.parley");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("'nowhere.parley' is neither a command nor a session file");

        Run present = run(session("clean"));
        assertThat(present.exit()).isEqualTo(2);
        assertThat(present.err()).contains("parley analyze");
    }
}
