package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Completion")
class CompletionTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();

    private static Completion at(String textWithCaret, NetworkPicture network) {
        int caret = textWithCaret.indexOf('|');
        return Completion.of(textWithCaret.replace("|", ""), caret, DICTIONARY, network);
    }

    private static Completion at(String textWithCaret) {
        return at(textWithCaret, NetworkPicture.unknown());
    }

    private static List<String> texts(Completion completion) {
        return completion.candidates().stream().map(Completion.Candidate::text).toList();
    }

    /** The line after the first candidate was taken. */
    private static String taken(String textWithCaret, NetworkPicture network) {
        Completion completion = at(textWithCaret, network);
        String text = textWithCaret.replace("|", "");
        return text.substring(0, completion.from())
                + completion.candidates().getFirst().text()
                + text.substring(completion.to());
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "AT+QIO|~AT+QIOPEN",
                "qiop|~AT+QIOPEN",
                "+qiop|~AT+QIOPEN",
                "at+cer|~AT+CEREG",
                "AT&|~AT&C",
                "AT+CMEE=2;+CSC|~AT+CMEE=2;+CSCA",
                "AT+QCFG=nwscanm|~AT+QCFG=\"nwscanmode\"",
                "AT+QSSLCFG=\"sec|~AT+QSSLCFG=\"seclevel\"",
                "AT+QIOPEN=1,0,\"U|~AT+QIOPEN=1,0,\"UDP\"",
                "AT+QIOPEN=1,0,\"U|\",\"h\",1~AT+QIOPEN=1,0,\"UDP\",\"h\",1",
                "AT+CFUN=|~AT+CFUN=0",
                "AT+QSSLCFG=\"ciphersuite\",1,0XC02|~AT+QSSLCFG=\"ciphersuite\",1,0XC027"
            })
    void first(String typed, String line) {
        assertThat(taken(typed, NetworkPicture.unknown())).isEqualTo(line);
    }

    @Test
    @DisplayName("a whole command offers its forms, then longer names")
    void forms() {
        assertThat(at("AT+QIACT|").candidates())
                .extracting(Completion.Candidate::text)
                .startsWith("AT+QIACT=", "AT+QIACT?", "AT+QIACT=?");
        assertThat(texts(at("AT+CSQ|"))).startsWith("AT+CSQ", "AT+CSQ=?").doesNotContain("AT+CSQ?");
        assertThat(texts(at("AT+QISEND|"))).contains("AT+QISENDEX");
    }

    @Test
    @DisplayName("commands are found by what they do, after those found by name")
    void byTitle() {
        List<String> found = texts(at("AT+ping|"));
        assertThat(found).startsWith("AT+QPING");
        assertThat(texts(at("resolves|"))).containsExactly("AT+QIDNSGIP");
    }

    @Test
    @DisplayName("values come with their words, in the manual's order")
    void values() {
        assertThat(at("AT+QIOPEN=1,0,\"TCP\",\"h\",1,0,|").candidates())
                .extracting(candidate -> candidate.text() + " " + candidate.about())
                .containsExactly(
                        "0 buffer: read with a command",
                        "1 direct push: bytes come with the URC",
                        "2 transparent: the port carries nothing else");
    }

    @Test
    @DisplayName("the parameter under the caret is told and marked in the signature")
    void hint() {
        Completion.Hint hint = at("AT+QISEND=0,|").hint().orElseThrow();
        assertThat(hint.signature()).isEqualTo("AT+QISEND=<connectID>[,<send_length>[,<remoteIP>[,<remote_port>]]]");
        assertThat(hint.signature().substring(hint.from(), hint.to())).isEqualTo("<send_length>");
        assertThat(hint.name()).isEqualTo("send_length");
        assertThat(hint.about())
                .isEqualTo("left out: up to Ctrl-Z: 0 to 1460 bytes; 0 asks for the counters; may be left out");
        assertThat(at("AT+QIRD=0,|").hint().orElseThrow().about()).contains("1500 if left out");
    }

    @Test
    @DisplayName("an option's own parameters are told once it is named")
    void optionHint() {
        Completion.Hint hint = at("AT+QSSLCFG=\"negotiatetime\",1,|").hint().orElseThrow();
        assertThat(hint.signature()).isEqualTo("AT+QSSLCFG=\"negotiatetime\",<sslctxID>[,<negotiate_time>]");
        assertThat(hint.about()).isEqualTo("10 to 300 s; 300 if left out");
    }

    @Test
    @DisplayName("no hint outside parameters and for what is not known")
    void noHint() {
        assertThat(at("AT+QIS|").hint()).isEmpty();
        assertThat(at("AT+NOSUCH=1|")).isEqualTo(new Completion(11, 11, List.of(), java.util.Optional.empty()));
        assertThat(at("AT+QIACT=1,2|").hint()).isEmpty();
    }

    @Test
    @DisplayName("a comma in quotes parts nothing")
    void quotedComma() {
        assertThat(at("AT+QICSGP=1,1,\"a,b\",|").hint().orElseThrow().name()).isEqualTo("username");
    }

    @Test
    @DisplayName("what the session knows comes first: open sockets, free numbers, contexts, APNs")
    void session() {
        Transcript transcript = new Transcript()
                .ask("AT+QICSGP=1,1,\"iot.example\",\"\",\"\",0", "\r\nOK\r\n")
                .ask("AT+QIACT=1", "\r\nOK\r\n")
                .ask("AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0", "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n")
                .ask("AT+QIOPEN=1,2,\"TCP\",\"example.net\",7,0,0", "\r\nOK\r\n\r\n+QIOPEN: 2,0\r\n");
        NetworkWatch watch = new NetworkWatch();
        transcript.decode().forEach(watch::accept);
        NetworkPicture network = watch.picture();

        assertThat(at("AT+QISEND=|", network).candidates())
                .extracting(candidate -> candidate.text() + " " + candidate.about())
                .containsExactly("0 open, example.org:8883", "2 open, example.net:7");
        assertThat(texts(at("AT+QIOPEN=1,|", network))).containsExactly("1");
        assertThat(at("AT+QIOPEN=|", network).candidates())
                .extracting(candidate -> candidate.text() + " " + candidate.about())
                .containsExactly("1 iot.example, active");
        assertThat(taken("AT+QICSGP=2,1,|", network)).isEqualTo("AT+QICSGP=2,1,\"iot.example\"");
        assertThat(at("AT+QISEND=|", network).candidates())
                .extracting(Completion.Candidate::kind)
                .containsOnly(Completion.Kind.SESSION);
    }

    @Test
    @DisplayName("a caret outside the line is refused")
    void caret() {
        assertThatIllegalArgumentException().isThrownBy(() -> Completion.of("AT", 3, DICTIONARY));
    }
}
