package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The next best test")
class NextTestTest {
    private static Finding finding(String code, double confidence) {
        return new Finding(
                code,
                confidence,
                code,
                "",
                List.of(new Evidence("seen", List.of(), 0)),
                List.of("try"),
                "the contrary");
    }

    @Test
    @DisplayName("is none where one finding is open, or no test tells them apart")
    void none() {
        assertThat(NextTest.of(List.of())).isEmpty();
        assertThat(NextTest.of(List.of(finding("clock-wrong", 0.9)))).isEmpty();
        assertThat(NextTest.of(List.of(finding("clock-wrong", 0.9), finding("server-not-trusted", 0.1))))
                .as("what is that unlikely is not open")
                .isEmpty();
        assertThat(NextTest.of(List.of(finding("certificate-refused", 0.9), finding("server-alert", 0.5))))
                .as("they are one thing, seen twice")
                .isEmpty();
    }

    @Test
    @DisplayName("parts what is open, and says what each outcome would leave")
    void parts() {
        NextTest test = NextTest.of(List.of(finding("server-not-trusted", 0.6), finding("clock-wrong", 0.55)))
                .orElseThrow();
        assertThat(test.action()).contains("AT+CCLK?");
        assertThat(test.outcomes())
                .containsExactlyInAnyOrder(
                        new NextTest.Outcome("the clock is wrong", List.of("clock-wrong")),
                        new NextTest.Outcome("the clock is right", List.of("server-not-trusted")));
    }

    @Test
    @DisplayName("asks the modem before it asks for another machine, where both would tell")
    void cheapest() {
        NextTest test = NextTest.of(List.of(finding("bytes-lost-to-modem", 0.5), finding("certificate-refused", 0.5)))
                .orElseThrow();
        assertThat(test.action()).contains("AT+QISEND=0,0");
    }

    @Test
    @DisplayName("prefers what parts three from each other to what parts one from two")
    void most() {
        List<Finding> open = List.of(
                finding("closed-by-peer", 0.5), finding("receive-stalled", 0.5), finding("certificate-refused", 0.5));
        NextTest test = NextTest.of(open).orElseThrow();
        assertThat(test.action()).contains("AT+QIRD=0,1500");
        assertThat(test.outcomes())
                .hasSize(3)
                .allSatisfy(outcome -> assertThat(outcome.codes()).hasSize(1));
    }

    @Test
    @DisplayName("leaves every open finding in one of its outcomes")
    void complete() {
        List<Finding> open =
                Doctor.standard().codes().map(code -> finding(code, 0.5)).toList();
        NextTest test = NextTest.of(open).orElseThrow();
        assertThat(test.outcomes().stream().flatMap(outcome -> outcome.codes().stream()))
                .containsAll(open.stream().map(Finding::code).toList());
    }

    @Test
    @DisplayName("knows only findings that there are")
    void knownCodes() {
        List<String> codes = Doctor.standard().codes().toList();
        Stream<String> foretold = KnownTests.ALL.stream().flatMap(test -> test.foretold().keySet().stream());
        assertThat(foretold).isSubsetOf(codes);
        assertThat(KnownTests.ALL)
                .allSatisfy(test -> assertThat(test.foretold().values().stream().distinct())
                        .as(test.action())
                        .hasSizeGreaterThan(1));
    }

    private static final List<Finding> CLOCK_OR_TRUST =
            List.of(finding("server-not-trusted", 0.6), finding("clock-wrong", 0.55));

    @Test
    @DisplayName("is scored by the modem's answer, and not proposed again when the session has it")
    void scored() throws Exception {
        try (Told told = new Told()) {
            NextTest test = NextTest.of(told.end().view(), CLOCK_OR_TRUST).orElseThrow();
            assertThat(test.trial())
                    .isInstanceOfSatisfying(
                            Trial.Ask.class, ask -> assertThat(ask.commands()).containsExactly("AT+CCLK?"));
            assertThat(test.score(told.end().view())).isEmpty();
            told.host("AT+CCLK?\r");
            told.modem("\r\n+CCLK: \"80/01/06,00:01:02+00\"\r\n\r\nOK\r\n");
            assertThat(test.score(told.end().view()))
                    .contains(new NextTest.Score(
                            "the clock is wrong", List.of("clock-wrong"), List.of("server-not-trusted")));
            assertThat(NextTest.of(told.end().view(), CLOCK_OR_TRUST)).isEmpty();
        }
    }

    @Test
    @DisplayName("names the socket it is about, and counts what the modem has taken")
    void counts() throws Exception {
        List<Finding> open = List.of(finding("bytes-lost-to-modem", 0.5), finding("radio-slow", 0.5));
        try (Told told = new Told()) {
            told.sends(3, dev.parley.journal.Bytes.latin1("twenty bytes of data"));
            NextTest test = NextTest.of(told.end().view(), open).orElseThrow();
            assertThat(test.action()).contains("AT+QISEND=3,0");
            told.asksSent(3, "20,5,15");
            assertThat(test.score(told.end().view()).orElseThrow().left()).containsExactly("radio-slow");
            assertThat(NextTest.of(told.end().view(), open).map(NextTest::action))
                    .isNotEqualTo(java.util.Optional.of(test.action()));
        }
    }

    @Test
    @DisplayName("that was made is not proposed again")
    void made() throws Exception {
        List<Finding> open = List.of(finding("sni-missing", 0.5), finding("no-common-parameters", 0.5));
        try (Told told = new Told()) {
            NextTest test = NextTest.of(told.end().view(), open).orElseThrow();
            assertThat(test.trial()).isInstanceOf(Trial.Reconnect.class);
            assertThat(NextTest.of(told.end().view(), open, java.util.Set.of(test.action())))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("has an outcome for whatever its answer can be")
    void outcomesOfTrials() {
        for (KnownTests.Test test : KnownTests.ALL) {
            if (test.trial() instanceof Trial.Reconnect again) {
                assertThat(test.foretold().values()).contains(again.good(), again.bad());
            }
        }
    }
}
