package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The dictionary")
class DictionaryTest {
    private final Dictionary dictionary = Dictionary.standard();

    @Test
    @DisplayName("knows at least 200 commands, 50 URCs, and the options of those that have many")
    void isLarge() {
        assertThat(count(Dictionary.Kind.COMMAND)).isGreaterThanOrEqualTo(200);
        assertThat(count(Dictionary.Kind.URC)).isGreaterThanOrEqualTo(50);
        assertThat(dictionary.options("+QCFG")).hasSizeGreaterThanOrEqualTo(20);
        assertThat(dictionary.options("+QSSLCFG")).hasSizeGreaterThanOrEqualTo(8);
        assertThat(dictionary.options("+QMTCFG")).hasSizeGreaterThanOrEqualTo(8);
        assertThat(dictionary.options("+CSQ")).isEmpty();
    }

    private long count(Dictionary.Kind kind) {
        return dictionary.entries().stream()
                .filter(entry -> !entry.isOption() && entry.kind() == kind)
                .count();
    }

    static Stream<Dictionary.Entry> entries() {
        return Dictionary.standard().entries().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("entries")
    @DisplayName("an entry has title and source, and a command a form and a time limit")
    void entryIsComplete(Dictionary.Entry entry) {
        boolean command = entry.kind() == Dictionary.Kind.COMMAND;
        assertThat(entry.title()).isNotBlank().doesNotEndWith(".");
        assertThat(entry.source()).isNotBlank();
        assertThat(entry.forms().isEmpty()).isEqualTo(!command);
        assertThat(entry.timeLimit().isPositive()).isEqualTo(command);
        assertThat(entry.timeLimit()).isLessThanOrEqualTo(Duration.ofSeconds(450));
        assertThat(shapes(entry)).allSatisfy(DictionaryTest::isWellFormed);
    }

    /** All shapes that the entry's lines have. */
    private static List<Layout> shapes(Dictionary.Entry entry) {
        List<Layout> shapes = new ArrayList<>(List.of(entry.parameters()));
        entry.answers().values().forEach(shapes::addAll);
        shapes.addAll(entry.says());
        return shapes;
    }

    private static void isWellFormed(Layout shape) {
        boolean optional = false;
        for (Parameter parameter : shape.values()) {
            assertThat(parameter.name()).matches("[A-Za-z][A-Za-z0-9_]*");
            assertThat(parameter.values()).isNotBlank();
            assertThat(!optional || parameter.optional())
                    .as("%s follows one that may be left out", parameter.name())
                    .isTrue();
            optional = parameter.optional();
            if (!parameter.standard().isEmpty()) {
                assertThat(parameter.excludes(parameter.standard()))
                        .as("%s of %s", parameter.standard(), parameter.name())
                        .isFalse();
            }
            boolean numbers = !parameter.range().isEmpty();
            parameter.words().keySet().stream()
                    .filter(value -> numbers && value.matches("[1-9]\\d*"))
                    .forEach(value -> assertThat(
                                    parameter.range().contains(Long.parseLong(value)) || value.equals("255"))
                            .as("%s of %s is in its range", value, parameter.name())
                            .isTrue());
        }
    }

    @Test
    @DisplayName("describes a parameter's range, words, unit and default in words")
    void describesParameters() {
        Layout open = dictionary.find("AT+QIOPEN=1").orElseThrow().parameters();
        assertThat(open.at(1).orElseThrow().values()).isEqualTo("socket: 0 to 11");
        assertThat(open.at(6).orElseThrow().values())
                .isEqualTo("0 buffer: read with a command, 1 direct push: bytes come with the URC,"
                        + " 2 transparent: the port carries nothing else");
        assertThat(open.at(6).orElseThrow().standard()).isEqualTo("0");
        assertThat(dictionary
                        .find("AT+QPING=1")
                        .orElseThrow()
                        .parameters()
                        .at(2)
                        .orElseThrow()
                        .values())
                .isEqualTo("for each: 1 to 255 s");
    }

    @Test
    @DisplayName("finds the option that a line names")
    void findsOptions() {
        assertThat(dictionary
                        .find("AT+QCFG=\"band\",f,400a0e189f,a0e189f")
                        .orElseThrow()
                        .name())
                .isEqualTo("+QCFG \"band\"");
        assertThat(dictionary.find("AT+QSSLCFG=\"SNI\",1,1").orElseThrow().name())
                .isEqualTo("+QSSLCFG \"sni\"");
        assertThat(dictionary.find("AT+QCFG=\"nosuch\"").orElseThrow().name()).isEqualTo("+QCFG");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AT|AT",
                "at+qisend=0,5|+QISEND",
                "ATE0|ATE",
                "AT&D2|AT&D",
                "AT+CMEE=2;+CSQ|+CMEE",
                "+QIURC: \"closed\",0|+QIURC \"closed\"",
                "+QIURC: \"news\",0|+QIURC",
                "APP RDY|APP RDY",
                "+QIOPEN: 0,0|+QIOPEN",
                "+++|+++"
            })
    void findsLines(String line, String name) {
        assertThat(dictionary.find(line))
                .get()
                .extracting(Dictionary.Entry::name)
                .isEqualTo(name);
    }

    @Test
    @DisplayName("tells commands from URCs of the same name, and nothing of what it does not know")
    void kinds() {
        assertThat(dictionary.find("AT+QIOPEN=1,0"))
                .get()
                .extracting(Dictionary.Entry::kind)
                .isEqualTo(Dictionary.Kind.COMMAND);
        assertThat(dictionary.find("+QIOPEN: 0,0"))
                .get()
                .extracting(Dictionary.Entry::kind)
                .isEqualTo(Dictionary.Kind.URC);
        assertThat(dictionary.find("AT+NOSUCH")).isEmpty();
        assertThat(dictionary.find("nonsense")).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} ms")
    @CsvSource(
            delimiter = '|',
            value = {
                "AT+QIACT=1|150000",
                "AT+QIDEACT=1|40000",
                "AT+QIOPEN=1,0|150000",
                "AT+QISEND=0,5|120000",
                "AT+QISENDEX=0,\"00\"|120000",
                "AT+QIRD=0,1500|120000",
                "AT+QICLOSE=0|12000",
                "AT+QIDNSGIP=1,\"h\"|60000",
                "AT+QNTP=1,\"h\"|125000",
                "AT+QPING=1,\"h\"|255000",
                "AT+QSSLOPEN=1,1,0|450000",
                "AT+QSSLCLOSE=0|12000",
                "AT+QMTOPEN=0,\"h\",1883|75000",
                "AT+CPIN?|5000",
                "AT+CFUN=1|15000",
                "AT+CGATT=1|140000",
                "AT+CGACT=1,1|150000",
                "AT+COPS=?|180000",
                "AT+CSQ|300",
                "AT+QISTATE?|300"
            })
    @DisplayName("has the manuals' maximum response times of the commands that take long")
    void maximumResponseTimes(String line, long millis) {
        assertThat(dictionary.timeLimit(CommandLine.parse(line))).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    @DisplayName("gives the manuals' time limits, the longest of a line")
    void timeLimits() {
        assertThat(dictionary.timeLimit(CommandLine.parse("AT+QIACT=1"))).isEqualTo(Duration.ofSeconds(150));
        assertThat(dictionary.timeLimit(CommandLine.parse("AT+CMEE=2;+CPIN?"))).isEqualTo(Duration.ofSeconds(5));
        assertThat(dictionary.timeLimit(CommandLine.parse("AT+NOSUCH"))).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    @DisplayName("has the TCP/IP errors 550 to 575 without a gap")
    void socketErrors() {
        for (int code = 550; code <= 575; code++) {
            assertThat(SocketError.of(code)).get().extracting(SocketError::code).isEqualTo(code);
        }
        assertThat(SocketError.of(549)).isEmpty();
        assertThat(SocketError.describe(575)).isEqualTo("a socket option could not be set (575)");
        assertThat(SocketError.describe(576)).isEqualTo("error 576");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AT+QISEND=0,0|+QISEND: 877,0,877;OK|asks how many bytes the peer has acknowledged on socket 0: 0 of"
                        + " 877 bytes, 877 not yet",
                "AT+CSQ|+CSQ: 20,99;OK|asks for the signal: +CSQ 20 = -73 dBm",
                "AT+CEREG?|+CEREG: 0,3;OK|asks for the registration: +CEREG: 0,3 registration denied",
                "AT+QIRD=0,1500|+QIRD: 0;OK|reads up to 1500 bytes from socket 0: nothing is waiting",
                "AT+QIRD=0,0|+QIRD: 7,0,7;OK|asks how many bytes of socket 0 are unread: 7 unread of 7 bytes received",
                "AT+QICLOSE=3|ERROR|closes socket 3: refused",
                "AT+CIMI|+CME ERROR: 10|asks for the SIM's IMSI: SIM not inserted (10)",
                "AT+CIMI|+CME ERROR: SIM busy|asks for the SIM's IMSI: SIM busy",
                "AT+QIGETERROR|+QIGETERROR: 565,dns parse failed;OK|asks why the last TCP/IP command failed: DNS could"
                        + " not resolve the host (565)",
                "AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,1|OK|opens TCP socket 0 to example.org:8883 in push mode",
                "AT+QISTATE=1,0|+QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,4097,4,1,0,0,\"uart1\";OK|asks for the state"
                        + " of socket 0: socket 0 to 203.0.113.7:8883 is closing",
                "AT+QIACT=1||activates PDP context 1: no answer",
                "AT+CFUN=1,1|OK|restarts the modem",
                "AT+NOSUCH|ERROR|a command that is not known here: refused"
            })
    void explainsCommands(String command, String answer, String sentence) {
        Transcript transcript = new Transcript().tx(command + "\r");
        if (answer != null) {
            for (String line : answer.split(";", -1)) {
                transcript.rx("\r\n" + line + "\r\n");
            }
        }
        assertThat(dictionary.explain(exchange(transcript))).isEqualTo(sentence);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "+QIOPEN: 0,565|socket 0 could not be opened: DNS could not resolve the host (565)",
                "+QIOPEN: 11,0|socket 11 is open",
                "+QIURC: \"closed\",0|socket 0 was closed by the peer or the network",
                "+QIURC: \"pdpdeact\",1|the network took PDP context 1 away",
                "+CEREG: 3|registration changed: registration denied (3)",
                "+QMTOPEN: 0,-1|MQTT client 0, connection: the network or TLS connection failed (-1)",
                "+QMTCONN: 0,0,5|MQTT client 0, CONNECT: not authorised (5)",
                "+QMTSTAT: 0,1|MQTT client 0, connection lost: closed or reset by the server (1)",
                "RDY|the modem has started",
                "+NOSUCH: 1|a URC that is not known here"
            })
    void explainsUrcs(String line, String sentence) {
        assertThat(dictionary.explain(exchange(new Transcript().rx("\r\n" + line + "\r\n"))))
                .isEqualTo(sentence);
    }

    private static Exchange exchange(Transcript transcript) {
        ExchangeLog log = new ExchangeLog();
        transcript.decode().forEach(log::accept);
        return log.exchanges().getFirst();
    }
}
