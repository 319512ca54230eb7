package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tls.client.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("parley check")
@Timeout(60)
class CheckCommandTest {
    private static final TestPki PKI = new TestPki();

    @TempDir
    private static Path folder;

    private static Path certificate = Path.of("");
    private static Path key = Path.of("");

    @BeforeAll
    static void write() throws IOException {
        certificate = TestPki.certificateFile(folder, "device.pem", PKI.device);
        key = TestPki.keyFile(folder, "device.key", PKI.device.keys());
    }

    @Test
    @DisplayName("ends with 0 where nothing stands against it, and tells the size of the Certificate record")
    void fits() {
        CommandRun run =
                CommandRun.of("check", "--cert", certificate, "--key", key, "--endpoint", "broker.example:8883");

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("The client's Certificate will take 877 = 5 + 4 + 3 + 3 + 862 bytes in TLS 1.2,"
                        + " 897 = 5 + 4 + 1 + 3 + 3 + 862 + 2 + 1 + 16 bytes in TLS 1.3.\n")
                .endsWith("Nothing stands against it.\n");
    }

    @Test
    @DisplayName("ends with 2 and says what cannot work, with file, line and what to do")
    void doesNotFit() throws Exception {
        Path joined = Files.writeString(
                folder.resolve("joined.pem"), Files.readString(certificate).strip() + Files.readString(certificate));
        int line = Files.readAllLines(certificate).size();

        CommandRun run =
                CommandRun.of("check", "--cert", joined, "--endpoint", "x-ats.iot.eu-west-1.amazonaws.com:443");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out())
                .contains("error  " + joined + " line " + line
                        + ": An END and a BEGIN line are one line: two files were joined"
                        + " without a line end between. Put a line end between them.\n")
                .contains("error  On port 443 AWS IoT Core takes MQTT")
                .endsWith("Something cannot work; see the errors.\n");
    }

    @Test
    @DisplayName("says of a PEM in one line that its line ends are missing, and how to restore them")
    void oneLine() throws Exception {
        Path pasted = Files.writeString(
                folder.resolve("pasted.pem"),
                Files.readString(certificate).replace("\n", "").replace("\r", ""));

        CommandRun run = CommandRun.of("check", "--cert", pasted);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out())
                .contains("its line ends are missing. Put the BEGIN and the END line on lines of their own, and a line"
                        + " end after each 64 characters between them.")
                .doesNotContain("joined");
    }

    @Test
    @DisplayName("ends with 2 and one line where it is asked nothing it can check")
    void badUsage() {
        assertThat(CommandRun.of("check").err())
                .isEqualTo("parley: check needs at least one of --cert, --key, --ca and --endpoint\n");
        assertThat(CommandRun.of("check", "--endpoint", "broker").err())
                .isEqualTo("parley: --endpoint 'broker' is not HOST:PORT\n");
        for (String command : List.of("check", "connect --link sim:")) {
            List<Object> words = new ArrayList<>(List.of(command.split(" ", -1)));
            words.addAll(List.of("--endpoint", "broker:99999"));
            CommandRun port = CommandRun.of(words.toArray());
            assertThat(port.exit()).isEqualTo(2);
            assertThat(port.err()).isEqualTo("parley: port 99999 is not between 1 and 65535\n");
        }
    }

    @Test
    @DisplayName("is done before connect opens the link, which errors keep from happening")
    void beforeConnect() {
        CommandRun run = CommandRun.of(
                "connect",
                "--link",
                "tcp://127.0.0.1:1",
                "--endpoint",
                "x-ats.iot.eu-west-1.amazonaws.com:443",
                "--cert",
                certificate,
                "--key",
                key);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("parley: On port 443 AWS IoT Core takes MQTT")
                .doesNotContain("127.0.0.1");
        assertThat(run.out()).isEmpty();
    }
}
