package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.doctor.Finding;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.link.LinkAddress;
import dev.parley.session.Session;
import dev.parley.sim.recorded.RecordedServer;
import dev.parley.sim.recorded.Turn;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Yesterday's failure")
class ShrinkCommandTest {
    @TempDir
    Path folder;

    private Path recorded;

    /** Fifteen polls, an APN in the place of the host's name among them. */
    @BeforeEach
    void record() throws Exception {
        recorded = folder.resolve("yesterday.parley");
        try (Journal journal = Journal.create(recorded, SessionHeader.of("test", "none", Instant.EPOCH), () -> 0L)) {
            for (int i = 0; i < 15; i++) {
                say(journal, i, "AT+CSQ\r", "\r\n+CSQ: 2" + i % 10 + ",99\r\n\r\nOK\r\n");
                if (i == 9) {
                    say(
                            journal,
                            i,
                            "AT+QIOPEN=1,0,\"TCP\",\"iot.example.apn\",8883,0,0\r",
                            "\r\nOK\r\n\r\n+QIOPEN: 0,565\r\n");
                }
            }
        }
    }

    private static void say(Journal journal, int second, String host, String modem) {
        long nanos = second * 1_000_000_000L;
        journal.imported(Direction.TX, Bytes.latin1(host), Event.Origin.HOST, nanos);
        journal.imported(Direction.RX, Bytes.latin1(modem), Event.Origin.MODEM, nanos + 5_000_000);
    }

    private static List<String> codes(Path file) throws Exception {
        try (Session session = Session.open(file)) {
            return session.settled().findings().stream().map(Finding::code).toList();
        }
    }

    private static String run(int exit, String... arguments) {
        CommandRun run = CommandRun.of((Object[]) arguments);
        String said = run.out() + run.err();
        assertThat(run.exit()).as(said).isEqualTo(exit);
        return said;
    }

    @Test
    @DisplayName("is not tried at all where its end could not be written")
    void looksAtItsTargetFirst() throws Exception {
        Path ran = folder.resolve("ran");
        Path there = Files.writeString(folder.resolve("there.parley"), "kept");
        for (Path target : List.of(there, folder.resolve("nowhere").resolve("small.parley"))) {
            String told = run(
                    ExitCode.BAD_INPUT,
                    "shrink",
                    recorded.toString(),
                    "--run",
                    "touch '" + ran + "'; false",
                    "-o",
                    target.toString());
            assertThat(told).containsAnyOf("exists already", "there is no folder");
            assertThat(ran).doesNotExist();
        }
        assertThat(there).hasContent("kept");
    }

    @Test
    @DisplayName("is shrunk to the one turn the finding needs")
    void shrinksToAFinding() throws Exception {
        String code = codes(recorded).getFirst();
        Path small = folder.resolve("small.parley");

        String told = run(ExitCode.DONE, "shrink", recorded.toString(), "--finding", code, "-o", small.toString());

        assertThat(told).contains("1 of 16 turns still fail");
        assertThat(codes(small)).contains(code);
        assertThat(Files.readString(small)).contains("AT+QIOPEN").doesNotContain("AT+CSQ");
    }

    @Test
    @DisplayName("is shrunk to what a program needs to fail against its modem")
    void shrinksToAProgram() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: no /bin/bash");
        Path small = folder.resolve("small.parley");
        Path program = Files.writeString(folder.resolve("firmware"), """
            exec 3<>/dev/tcp/$PARLEY_MODEM_HOST/$PARLEY_MODEM_PORT
            printf 'AT+QIOPEN=1,0,"TCP","other.example",8883,0,0\\r' >&3
            while read -t 2 -r line <&3; do
                case $line in
                    *565*) exit 1;;
                    *ERROR*) exit 0;;
                esac
            done
            """);

        String told = run(
                ExitCode.DONE, "shrink", recorded.toString(), "--run", "/bin/bash " + program, "-o", small.toString());

        assertThat(told).contains("1 of 16 turns still fail");
        assertThat(Files.readString(small)).contains("+QIOPEN: 0,565");
    }

    @Test
    @DisplayName("that does not happen is not shrunk, and what does happen is told")
    void mustFail() {
        assertThat(run(
                        ExitCode.BAD_INPUT,
                        "shrink",
                        recorded.toString(),
                        "--finding",
                        "no-sim",
                        "-o",
                        folder.resolve("x.parley").toString()))
                .contains("the doctor does not find no-sim");
        assertThat(run(ExitCode.BAD_INPUT, "shrink", recorded.toString(), "-o", "x.parley"))
                .contains("either --finding CODE or --run COMMAND");
    }

    @Test
    @DisplayName("happens again to a program on a port, and the server tells how far it came")
    void isServed() throws Exception {
        List<Turn> turns;
        try (Session session = Session.open(recorded)) {
            turns = Turn.of(session.journal());
        }
        List<String> told = new ArrayList<>();
        try (RecordedServer server = RecordedServer.start(LinkAddress.parse("tcp://127.0.0.1:0"), turns, sentence -> {
                    synchronized (told) {
                        told.add(sentence);
                    }
                });
                Socket host = new Socket(
                        InetAddress.getLoopbackAddress(), server.address().getPort())) {
            host.setSoTimeout(5000);
            host.getOutputStream().write("AT+CSQ\r".getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = host.getInputStream();
            String answer = "\r\n+CSQ: 20,99\r\n\r\nOK\r\n";
            assertThat(new String(in.readNBytes(answer.length()), StandardCharsets.ISO_8859_1))
                    .isEqualTo(answer);
            host.shutdownOutput();
            org.awaitility.Awaitility.await().until(() -> {
                synchronized (told) {
                    return !told.isEmpty();
                }
            });
            assertThat(told).containsExactly("The host left after 1 of 16 recorded turns.");
        }
    }
}
