package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.doctor.Finding;
import dev.parley.doctor.Ledger;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionFileException;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.TlsConversation;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A log of another program")
class LogImportTest {
    /** What a log that left something out must not be taken for. */
    private static final List<String> LOSSES = List.of(
            "bytes-lost-to-modem",
            "bytes-lost-from-modem",
            "send-length-mismatch",
            "sent-before-prompt",
            "no-answer",
            "read-size-mismatch",
            "receive-stalled");

    @TempDir
    Path folder;

    @Test
    @DisplayName("that does not fit into memory is refused by its size")
    void tooLarge() throws IOException {
        Path huge = folder.resolve("huge.log");
        try (RandomAccessFile log = new RandomAccessFile(huge.toFile(), "rw")) {
            log.setLength(3_000_000_000L);
        }
        assertThatThrownBy(() -> Session.open(huge))
                .isInstanceOf(SessionFileException.class)
                .hasMessageContaining("huge.log has 3.0 GB")
                .hasMessageContaining("up to 1 GB");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"sigrok.txt", "docklight.txt", "openssl-msg.txt"})
    @DisplayName("is no list of commands to send, whatever its file is called")
    void isNoListOfCommands(String name) throws Exception {
        assertThat(LogImport.isLog(sample(name))).isTrue();
    }

    @Test
    @DisplayName("is not what holds commands alone")
    void listOfCommands() throws IOException {
        assertThat(LogImport.isLog(Files.writeString(folder.resolve("commands.txt"), "AT+CSQ\nAT+CREG?\n")))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "qcom.log | terminal log | AT AT+CPIN? AT+QIOPEN AT+QISEND AT+QIRD AT+QICLOSE",
                "putty.log | terminal log | AT+CPIN? AT+QIOPEN AT+QISEND AT+QIRD AT+QICLOSE",
                "picocom.log | terminal log | AT+CPIN? AT+QIOPEN AT+QISEND AT+QIRD AT+QICLOSE",
                "minicom.log | terminal log | AT+CPIN? AT+QIOPEN AT+QISEND AT+QIRD AT+QICLOSE",
                "coolterm.txt | terminal log | AT+CPIN? AT+QIOPEN AT+QICLOSE",
                "realterm.log | terminal log | AT+CPIN? AT+QIOPEN AT+QICLOSE",
                "tinygsm.log | terminal log | AT AT+CFUN AT+CPIN? AT+QICLOSE",
                "esp-modem.log | terminal log | AT+CPIN? AT+QICLOSE",
                "teraterm.log | terminal log | AT+CPIN? AT+QIOPEN AT+QICLOSE",
                "arduino.log | terminal log | AT+CPIN? AT+QIOPEN AT+QICLOSE",
                "docklight.txt | Docklight | AT+CPIN? AT+QIOPEN AT+QISEND AT+QICLOSE",
                "docklight-hex.htm | Docklight | AT+CPIN? AT+QICLOSE",
                "modemmanager.log | ModemManager debug log | AT+CPIN? AT+QIOPEN AT+QISEND AT+QICLOSE",
                "ewf.log | Embedded Wireless Framework | AT+CPIN? AT+QIOPEN AT+QISEND AT+QICLOSE",
                "mbedos.log | Mbed OS cellular trace | AT+CPIN? AT+QICLOSE",
                "zephyr-cmd.log | Zephyr modem log | AT+CPIN? AT+QICLOSE",
                "zephyr-chat.log | Zephyr modem log | AT+CPIN? AT+QICLOSE",
                "freertos.log | log with direction marks | AT+CPIN? AT+QICLOSE",
                "esp-idf.log | log with direction marks | AT+CPIN? AT+QICLOSE",
                "marked.log | log with direction marks | AT+CPIN? AT+QIRD AT+QICLOSE",
                "socat.log | socat -x | AT+CPIN? AT+QICLOSE",
                "saleae.csv | UART table of a logic analyser | AT+CPIN? AT+QICLOSE",
                "sigrok.txt | UART table of a logic analyser | AT+CPIN? AT+QICLOSE"
            })
    @DisplayName("is told apart from the others, and its commands get their answers")
    void commandsGetTheirAnswers(String name, String format, String commands) throws Exception {
        try (Session session = Session.open(sample(name))) {
            assertThat(LogImport.report(session.journal()).getFirst()).startsWith("Imported as " + format + ":");
            List<Exchange> exchanges = session.settled().view().exchanges().stream()
                    .filter(exchange -> exchange.kind() == Exchange.Kind.COMMAND)
                    .toList();
            assertThat(exchanges)
                    .extracting(exchange -> exchange.text().replaceAll("=.*", ""))
                    .containsExactly(commands.split(" ", -1));
            assertThat(exchanges)
                    .allSatisfy(exchange -> assertThat(exchange.resultText())
                            .as(exchange.text())
                            .isIn("OK", "SEND OK"));
            assertThat(answer(exchanges, "AT+CPIN?")).containsExactly("+CPIN: READY");
            assertThat(session.settled().findings()).extracting(Finding::code).doesNotContainAnyElementsOf(LOSSES);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-01-22T10:55:50.101Z | 2024-01-22T10:55:51.601Z",
                "2024-01-22T10:55:50.101+01:00 | 2024-01-22T09:55:51.601Z",
                "2024-01-22T10:55:50.101+0530 | 2024-01-22T05:25:51.601Z",
                "1/22/2024 11:59:59.500 AM | 1/22/2024 12:00:01.000 PM",
                "1/22/2024 11:59:59 PM | 1/23/2024 12:00:00.500 am",
                "11:59:59.500 pm | 12:00:01.000 am",
                "[10:55:50:101] | [10:55:51:601]",
                "[2024-01-22_10:55:50:101] | [2024-01-22_10:55:51:601]",
                "22.01.2024 10:55:50.101 | 22.01.2024 10:55:51.601",
                "2024/1/22 10:55:50.101 [Send] | 2024/1/22 10:55:51.601 [Recv]",
                "[Jan 22 10:55:50.101 2024] | [Jan 22 10:55:51.601 2024]",
                "I (1000) | I (2500)",
                "[1706.100] | [1707.600]",
                "1705920951.1, | 1705920952.6,",
            })
    @DisplayName("tells time in one of the usual forms: its answer came a second and a half later")
    void readsStamps(String first, String second) {
        LogDraft draft =
                LogDraft.ofText(first + " AT+CSQ\n" + second + " +CSQ: 20,99\n" + second + " OK\n", Instant.EPOCH);
        assertThat(draft.preview(9))
                .extracting(line -> line.side() + " " + line.text())
                .containsExactly("HOST AT+CSQ<CR>", "MODEM <CR><LF>+CSQ: 20,99<CR><LF>", "MODEM <CR><LF>OK<CR><LF>");
        assertThat(draft.preview(9).get(1).nanos() - draft.preview(9).get(0).nanos())
                .isEqualTo(1_500_000_000L);
    }

    @Test
    @DisplayName("may have a command behind the answer before, on one line")
    void readsGluedLines() {
        LogDraft draft = LogDraft.ofText("AT+CREG?\n+CREG: 0,1\n\nOKAT+CPIN?\n+CPIN: READY\n\nOK\n", Instant.EPOCH);
        assertThat(draft.preview(9))
                .extracting(line -> line.side() + " " + line.text())
                .contains("MODEM <CR><LF>OK<CR><LF>", "HOST AT+CPIN?<CR>");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "minicom.log,4.5",
        "coolterm.txt,3.719",
        "realterm.log,5",
        "tinygsm.log,7.457",
        "esp-modem.log,1.105",
        "qcom.log,5.109",
        "teraterm.log,3.719",
        "arduino.log,2477.584",
        "docklight.txt,3.719",
        "modemmanager.log,2.716",
        "mbedos.log,0.534",
        "zephyr-cmd.log,0.247",
        "zephyr-chat.log,0.208",
        "socat.log,1.711",
        "saleae.csv,1.020",
        "marked.log,2.241",
        "esp-idf.log,1.068"
    })
    @DisplayName("keeps its own times, over midnight too")
    void keepsTimes(String name, double seconds) throws Exception {
        try (Session session = Session.open(sample(name))) {
            assertThat(session.journal().duration() / 1e9).isCloseTo(seconds, org.assertj.core.data.Offset.offset(1.0));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "putty.log,68656c6c6f,01020d0a",
        "picocom.log,68656c6c6f,776f726c64",
        "minicom.log,68656c6c6f,776f726c64",
        "docklight.txt,100200001a,''",
        "modemmanager.log,10020000ff,''",
        "ewf.log,10020000ff,''"
    })
    @DisplayName("has its payload byte for byte where the log has it")
    void hasPayload(String name, String sent, String received) throws Exception {
        try (Session session = Session.open(sample(name))) {
            ModemSocket socket = session.settled().view().sockets().getFirst();
            assertThat(bytes(session, socket, Direction.TX).hex()).isEqualTo(sent);
            assertThat(bytes(session, socket, Direction.RX).hex()).isEqualTo(received);
            assertThat(LogImport.report(session.journal()))
                    .noneMatch(sentence -> sentence.startsWith("Not in the log"));
        }
    }

    @Test
    @DisplayName("that has lost the payload says how much, where, and blames nobody for it")
    void saysWhatIsLost() throws Exception {
        try (Session session = Session.open(sample("qcom.log"))) {
            assertThat(LogImport.report(session.journal()).getLast())
                    .isEqualTo(
                            "Not in the log: 877 bytes of payload of AT+QISEND=0,877; 7 bytes that the modem handed on"
                                    + " (+QIRD: 7).");
            assertThat(notes(session.journal())).contains("Not in the log: 877 bytes of payload of AT+QISEND=0,877");
            assertThat(session.settled().findings()).extracting(Finding::code).containsExactly("closed-before-drained");
            CaseView view = session.settled().view();
            assertThat(Ledger.of(view, view.sockets().getFirst()).verdict())
                    .endsWith(" Not counted, as the log this was read from leaves it out: 877 bytes of payload of"
                            + " AT+QISEND=0,877; 7 bytes that the modem handed on (+QIRD: 7).");
        }
    }

    @Test
    @DisplayName("of mbedTLS has the handshake whole, its states as notes, and none of its secrets")
    void readsMbedTls() throws Exception {
        Path file = sample("mbedtls.log");
        assertThat(Files.readString(file)).contains("premaster secret");
        try (Session session = Session.open(file)) {
            TlsConversation tls = session.settled().view().conversations().get(0);
            assertThat(tls.result()).isEqualTo(TlsConversation.Result.CLOSED);
            assertThat(tls.problems()).isEmpty();
            assertThat(tls.steps().stream()
                            .filter(step -> step.message().isPresent())
                            .map(HandshakeStep::recordBytes))
                    .containsExactly(309, 64, 841, 406, 114, 9, 877, 143, 269, 6, 45, 6, 45);
            assertThat(notes(session.journal())).anyMatch(note -> note.contains("client state: 7"));
            assertThat(notes(session.journal())).noneMatch(note -> note.contains("premaster"));
            String secret = secret(Files.readString(file));
            for (long n = 1; n <= session.journal().events(); n++) {
                assertThat(session.journal().event(n).toString()).doesNotContain(secret);
            }
        }
    }

    /** The first bytes of the dump of the premaster secret, as the log writes them. */
    private static String secret(String log) {
        String line = log.substring(log.indexOf("premaster secret"))
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        return line.substring(line.indexOf("0000:  ") + 7, line.indexOf("0000:  ") + 30);
    }

    @Test
    @DisplayName("of openssl s_client -msg has the handshake up to where it is encrypted")
    void readsOpenssl() throws Exception {
        try (Session session = Session.open(sample("openssl-msg.txt"))) {
            TlsConversation tls = session.settled().view().conversations().get(0);
            assertThat(tls.messages().stream().map(message -> message.title()).toList())
                    .startsWith("ClientHello", "ServerHello", "Certificate", "ServerKeyExchange", "ServerHelloDone")
                    .contains("ClientKeyExchange", "ChangeCipherSpec");
            assertThat(tls.problems()).isEmpty();
            assertThat(LogImport.report(session.journal()))
                    .anyMatch(sentence -> sentence.contains("an encrypted record of"));
        }
    }

    @Test
    @DisplayName("that is a paste of hex digits is a ClientHello")
    void readsHex() throws Exception {
        try (Session session = Session.open(sample("hello.hex"))) {
            TlsConversation tls = session.settled().view().conversations().get(0);
            assertThat(tls.sni()).isEqualTo("broker.parley.test");
            assertThat(tls.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.size()).isEqualTo(309));
        }
    }

    @Test
    @DisplayName("that is a forum post gives its command, with the quotes that were typed, and a finding")
    void readsAForumPost() throws Exception {
        Path post = Files.writeString(folder.resolve("post.txt"), """
            Hello Community,
            I open the socket with the
            AT+QIOPEN
            command AT+QIOPEN=1,0,“TCP”,“–APN–”,8883,0,0. The TLS handshake fails at random
            after sending around 877 bytes, and I receive a QICLOSE from the module.
            """);
        try (Session session = Session.open(post)) {
            assertThat(session.settled().view().exchanges())
                    .singleElement()
                    .extracting(Exchange::text)
                    .isEqualTo("AT+QIOPEN=1,0,\"TCP\",\"-APN-\",8883,0,0");
            assertThat(LogImport.report(session.journal()))
                    .anyMatch(sentence -> sentence.contains("877 = 5 + 4 + 3 + 3 + 862"));
            assertThat(session.settled().findings()).extracting(Finding::code).containsExactly("apn-in-host-field");
        }
    }

    @Test
    @DisplayName("is a session file afterwards, with the same traffic")
    void becomesASessionFile() throws Exception {
        Path target = folder.resolve("out.parley");
        List<String> report = LogImport.toFile(sample("docklight.txt"), target);
        try (Session direct = Session.open(sample("docklight.txt"));
                Session read = Session.open(target)) {
            assertThat(LogImport.report(read.journal())).isEqualTo(report);
            assertThat(traffic(read.journal())).isEqualTo(traffic(direct.journal()));
            assertThat(traffic(read.journal())).isNotEmpty();
        }
        assertThatThrownBy(() -> LogImport.toFile(sample("docklight.txt"), target))
                .isInstanceOf(SessionFileException.class)
                .hasMessageContaining("exists already");
    }

    @Test
    @DisplayName("without anything in it is refused in one sentence")
    void refusesWhatHasNothing() throws Exception {
        Path junk = Files.writeString(folder.resolve("junk.txt"), "This is neither PEM nor JSON.\n");
        assertThatThrownBy(() -> Session.open(junk))
                .isInstanceOf(SessionFileException.class)
                .hasMessageContaining("is not a session file, and no AT traffic");
    }

    private static List<String> answer(List<Exchange> exchanges, String command) {
        return exchanges.stream()
                .filter(exchange -> exchange.text().equals(command))
                .findFirst()
                .orElseThrow()
                .lines()
                .stream()
                .map(line -> line.text())
                .filter(line -> line.startsWith("+"))
                .toList();
    }

    private static Bytes bytes(Session session, ModemSocket socket, Direction direction) {
        return Bytes.concat(
                socket.stream(direction).places(0, socket.stream(direction).length()).stream()
                        .map(session.journal()::bytes)
                        .toList());
    }

    private static List<String> notes(Journal journal) {
        List<String> notes = new ArrayList<>();
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Note note) {
                notes.add(note.text());
            }
        }
        return notes;
    }

    private static List<Event> traffic(Journal journal) {
        List<Event> traffic = new ArrayList<>();
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Traffic event) {
                traffic.add(event);
            }
        }
        return traffic;
    }

    private Path sample(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            try (InputStream in = Objects.requireNonNull(
                    LogImportTest.class.getResourceAsStream("/dev/parley/importer/" + name), name)) {
                Files.copy(in, file);
            }
        }
        return file;
    }
}
