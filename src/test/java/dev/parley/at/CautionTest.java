package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Before a line is sent that cannot work")
class CautionTest {
    private static final NetworkPicture NOTHING_KNOWN = NetworkPicture.unknown();

    /** A modem seen starting: context 1 active, socket 0 open to port 8883, 1 closed by its peer, 2 closed. */
    private static final NetworkPicture IN_SESSION = after(new Transcript()
            .rx("\r\nRDY\r\n\r\nAPP RDY\r\n")
            .ask("AT+QICSGP=1,1,\"iot.example\",\"\",\"\",0", "\r\nOK\r\n")
            .ask("AT+QIACT=1", "\r\nOK\r\n")
            .ask("AT+QIOPEN=1,0,\"TCP\",\"broker.example.org\",8883,0,0", "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n")
            .ask("AT+QIOPEN=1,1,\"TCP\",\"plain.example.org\",7,0,0", "\r\nOK\r\n\r\n+QIOPEN: 1,0\r\n")
            .rx("\r\n+QIURC: \"closed\",1\r\n")
            .ask("AT+QICLOSE=2", "\r\nOK\r\n"));

    private static NetworkPicture after(Transcript transcript) {
        NetworkWatch watch = new NetworkWatch();
        transcript.decode().forEach(watch::accept);
        return watch.picture();
    }

    private static List<String> rules(String line, NetworkPicture network) {
        return Caution.of(line, network).stream().map(Caution::rule).toList();
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "+CSQ|missing-at|+CSQ",
                "QIACT=1|missing-at|QIACT=1",
                "AT+QICSGP=1,1,\u201capn\u201d|typographic-quotes|\u201c",
                "AT+QICSGP=1,1,\"apn|unbalanced-quotes|\"",
                "AT+CSQ\u00a0|foreign-character|\u00a0",
                "AT+QIOPEN=1,3,\"TCP\",\"internet\",8883,0,0|host-looks-like-apn|\"internet\"",
                "AT+QIOPEN=1,3,\"TCP\",\"no.such.apn\",8883,0,0|host-looks-like-apn|\"no.such.apn\"",
                "AT+QIOPEN=1,5,\"TCP\",\"--APN--\",8883,0,0|host-looks-like-apn|\"--APN--\"",
                "AT+QIOPEN=1,5,\"TCP\",\"<your-broker>\",8883,0,0|host-looks-like-apn|\"<your-broker>\"",
                "AT+QIOPEN=1,5,\"TCP\",\"broker\",8883,0,0|host-looks-like-apn|\"broker\"",
                "AT+QISEND=0,1461|too-long|1461",
                "AT+QSSLSEND=4,2000|too-long|2000",
                "AT+QIRD=0,1501|too-long|1501",
                "AT+QSSLRECV=4,1501|too-long|1501",
                "AT+QISENDEX=0,\"4142G\"|not-hex|\"4142G\"",
                "AT+QISENDEX=0,\"414\"|not-hex|\"414\"",
                "AT+QSSLCFG=\"ciphersuite\",1,\"0XC02F\"|quoted-cipher-suite|\"0XC02F\"",
                "AT+QSSLCFG=\"ignorelocaltime\",1|missing-tls-context|1",
                "AT+QSSLCFG=\"seclevel\",2|missing-tls-context|2",
                "AT+QIOPEN=1,0,\"TCP\"|too-few-parameters|+QIOPEN",
                "AT+QIDEACT=1,2|too-many-parameters|2",
                "AT+QICLOSE=12|out-of-range|12",
                "AT+QPING=1,\"example.org\",0|out-of-range|0",
                "AT+QPOWD=1|switches-off|+QPOWD",
                "AT+QPOWD|switches-off|+QPOWD",
                "AT+IPR=921600|port-speed|+IPR",
                "ATQ1|hides-results|ATQ",
                "AT+CMUX=0|multiplexes|+CMUX",
                "AT+QIOPEN=1,11,\"TCP\",\"example.org\",7,0,1|two-digit-number|11"
            })
    void lineAlone(String line, String rule, String meant) {
        List<Caution> cautions = Caution.of(line, NOTHING_KNOWN);
        assertThat(cautions).extracting(Caution::rule).containsExactly(rule);
        Caution caution = cautions.getFirst();
        assertThat(line.substring(caution.from(), caution.to())).isEqualTo(meant);
        assertThat(caution.sentence()).endsWith(".").doesNotContain("  ");
        assertThat(caution.advice()).endsWith(".");
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AT+QIOPEN=1,3,\"TCP\",\"iot.example\",8883,0,0|apn-as-host",
                "AT+QIOPEN=2,3,\"TCP\",\"example.org\",8883,0,0|context-not-active",
                "AT+QPING=2,\"example.org\"|context-not-active",
                "AT+QIACT=1|context-active-already",
                "AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0|number-in-use",
                "AT+QIOPEN=1,1,\"TCP\",\"example.org\",8883,0,0|number-in-use",
                "AT+QISEND=2,5|socket-not-open",
                "AT+QIRD=7,1500|socket-not-open",
                "AT+QISEND=1,5|closed-by-peer",
                "AT+QISEND=0|ctrl-z-in-tls",
                "AT+CFUN=0|cuts-connections",
                "AT+CFUN=1,1|cuts-connections",
                "AT+QIDEACT=1|cuts-connections",
                "AT+COPS=2|cuts-connections",
                "AT+COPS=?|cuts-connections",
                "AT+CGATT=0|cuts-connections",
                "AT+QCFG=\"iotopmode\",0,1|cuts-connections"
            })
    void inSession(String line, String rule) {
        assertThat(rules(line, IN_SESSION)).containsExactly(rule);
        assertThat(rules(line, NOTHING_KNOWN)).doesNotContain(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT+QISEND=0,877",
                "AT+QISEND=0,0",
                "AT+QIRD=0,1500",
                "AT+QIRD=1,1500",
                "AT+QISEND=1,0",
                "AT+QICLOSE=0",
                "AT+QICLOSE=5",
                "AT+QIOPEN=1,2,\"TCP\",\"example.org\",8883,0,0",
                "AT+CFUN=1",
                "AT+CFUN?",
                "AT+COPS?",
                "AT+COPS=3,2",
                "AT+QIACT?",
                "AT+QIACT=2",
                "AT+CGATT?",
                "AT+QSSLCFG=\"ciphersuite\",1,0XC02F",
                "AT+QSSLCFG=\"ignorelocaltime\",1,1",
                "AT+QSSLCFG=\"ignorelocaltime\",0",
                "AT+QCFG=\"band\"",
                "A/",
                "at+csq",
                "AT",
                ""
            })
    @DisplayName("what can work is let alone")
    void letsAlone(String line) {
        assertThat(Caution.of(line, IN_SESSION))
                .filteredOn(c -> !c.rule().equals("closed-by-peer"))
                .isEmpty();
    }

    @Test
    @DisplayName("the port's speed is told differently where it is stored in the same line")
    void storedSpeed() {
        assertThat(Caution.of("AT+IPR=921600;&W", NOTHING_KNOWN).getFirst().advice())
                .isEqualTo("Reopen the port at the new speed.");
        assertThat(Caution.of("AT+IPR=921600", NOTHING_KNOWN).getFirst().advice())
                .contains(";&W");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "broker.example.org",
                "broker.example.org.",
                "a1-ats.iot.eu-west-1.amazonaws.com",
                "mqtt_dev.example.org",
                "192.0.2.7",
                "2001:db8::7",
                "xn--bcher-kva.example"
            })
    @DisplayName("a name or an address is a host")
    void hosts(String host) {
        assertThat(rules("AT+QIOPEN=1,5,\"TCP\",\"" + host + "\",8883,0,0", NOTHING_KNOWN))
                .isEmpty();
    }

    static Stream<Arguments> examples() {
        return WorkedExamples.all().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    /** Lines of the examples that are wrong on purpose, or disturb on purpose. */
    private static final Set<String> WRONG_ON_PURPOSE = Set.of("host-looks-like-apn", "too-long", "two-digit-number");

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    @DisplayName("no false alarm in a whole session, with what is known at each moment")
    void noFalseAlarm(String name, Transcript transcript) {
        NetworkWatch watch = new NetworkWatch();
        for (AtEvent event : transcript.decode()) {
            if (event instanceof AtEvent.Command command) {
                assertThat(Caution.of(command.text(), watch.picture()))
                        .as(command.text())
                        .filteredOn(caution -> !WRONG_ON_PURPOSE.contains(caution.rule()))
                        .filteredOn(caution -> !caution.rule().equals("socket-not-open")
                                || !command.text().equals("AT+QIRD=0,0"))
                        .isEmpty();
            }
            watch.accept(event);
        }
    }

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

    /** Every command line that stands as text in the program's sources. Those of the tests are often wrong on purpose. */
    private static Set<String> linesInSources() throws IOException {
        Set<String> lines = new TreeSet<>();
        try (Stream<Path> found = Files.walk(Path.of("src/main/java"))) {
            List<Path> files = found.filter(file -> file.toString().endsWith(".java")
                            && !file.toString().matches(".*/at/\\w+Cautions.java"))
                    .toList();
            for (Path file : files) {
                Matcher matcher = LITERAL.matcher(Files.readString(file));
                while (matcher.find()) {
                    String text = matcher.group(1).replace("\\\"", "\"");
                    String line = text.endsWith("\\r") ? text.substring(0, text.length() - 2) : text;
                    if (line.matches("AT\\+[A-Z]+([?]|=[?]|=[^|\\\\%\u00b7]+)?|AT[A-Z&]\\d?")) {
                        lines.add(line);
                    }
                }
            }
        }
        // Beginnings that the program puts something behind, and sentences about a command.
        lines.removeIf(line ->
                line.matches("AT\\+\\w+=(.*,)?\"?") || line.contains(" was refused") || line.contains("{host}"));
        return lines;
    }

    @Test
    @DisplayName("of all lines in the program's sources, only those that are wrong raise an alarm")
    void noFalseAlarmInSources() throws IOException {
        Set<String> lines = linesInSources();
        assertThat(lines).hasSizeGreaterThan(30);
        List<String> alarms = new ArrayList<>();
        for (String line : lines) {
            for (Caution caution : Caution.of(line, NOTHING_KNOWN)) {
                alarms.add(line + " -> " + caution.rule());
            }
        }
        assertThat(alarms)
                .containsExactlyInAnyOrder(
                        "AT+QPOWD -> switches-off",
                        "ATD -> too-few-parameters",
                        "AT+QIOPEN=1,0,\"TCP\",\"not-in-the-log\",0,0,2 -> host-looks-like-apn");
    }
}
