package dev.parley.session.snippet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.session.snippet.SnippetRun.Answer;
import dev.parley.session.snippet.SnippetRun.Outcome;
import dev.parley.session.snippet.SnippetRun.Question;
import dev.parley.session.snippet.SnippetRun.StepResult;
import dev.parley.session.snippet.SnippetRun.Terminal;
import dev.parley.session.snippet.SnippetRun.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A snippet's run")
class SnippetRunTest {
    private final List<String> asked = new ArrayList<>();
    private final List<StepResult> told = new ArrayList<>();

    /** A terminal whose modem answers by a function of the line; an answer that begins with ERROR is one. */
    private Terminal modem(Function<String, String> answers) {
        return new Terminal() {
            @Override
            public Answer ask(Question question) throws IOException {
                asked.add(
                        question.payload().isEmpty()
                                ? question.line()
                                : question.line() + "|" + question.payload().utf8());
                String answer = answers.apply(question.line());
                if (answer.equals("unplugged")) {
                    throw new IOException("the cable is cut");
                }
                List<String> lines = answer.lines().toList();
                Answer.Result result = answer.isEmpty()
                        ? Answer.Result.NONE
                        : lines.getLast().contains("ERROR") ? Answer.Result.ERROR : Answer.Result.OK;
                return new Answer(lines, result, 1_000_000);
            }

            @Override
            public void pause(Duration time) {
                asked.add("pause " + time.toMillis());
            }
        };
    }

    private Outcome run(String json, Map<String, String> given, Function<String, String> answers) throws Exception {
        return SnippetRun.run(SnippetFile.parse("test", json), given, modem(answers), told::add);
    }

    @Test
    @DisplayName("sends its lines in order and passes where each is answered well")
    void passes() throws Exception {
        Outcome outcome = run("""
            {"name": "a", "steps": [{"send": "AT"}, {"send": "AT+CSQ", "expect": "\\\\+CSQ: (?<rssi>[0-9]+)"}]}\
            """, Map.of(), line -> line.equals("AT") ? "OK" : "+CSQ:" + " 19,99\n" + "OK");

        assertThat(asked).containsExactly("AT", "AT+CSQ");
        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome.words()).isEqualTo("2 steps passed");
        assertThat(outcome.variables()).containsEntry("rssi", "19");
        assertThat(told).extracting(StepResult::title).containsExactly("AT", "AT+CSQ");
    }

    @Test
    @DisplayName("ends at the first step that fails, and says which and why")
    void ends() throws Exception {
        Outcome outcome = run("""
            {"name": "a", "steps": [{"send": "AT+CPIN?"}, {"send": "AT"}]}\
            """, Map.of(), line -> "+CME ERROR: 10");

        assertThat(asked).containsExactly("AT+CPIN?");
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.words()).isEqualTo("step 1 of 2, AT+CPIN?: the modem refused it: '+CME ERROR: 10'");
    }

    @Test
    @DisplayName("takes an error for well where the step expects it, and OK for bad where it says so")
    void expectsErrors() throws Exception {
        assertThat(run("""
            {"name": "a", "steps": [{"send": "AT+X", "expect": "ERROR"}]}\
            """, Map.of(), line -> "ERROR").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(run("""
            {"name": "a", "steps": [{"send": "AT+X", "failOn": ["CEREG: 0,3"]}]}\
            """, Map.of(), line -> "+CEREG:" + " 0,3\n" + "OK").words())
                .isEqualTo("step 1 of 1, AT+X: the modem said '+CEREG: 0,3'");
    }

    @Test
    @DisplayName("says what did not come in time")
    void timesOut() throws Exception {
        Outcome outcome = run("""
            {"name": "a", "steps": [{"title": "open", "expect": "QIOPEN: 0,0"}]}\
            """, Map.of(), line -> "OK");

        assertThat(outcome.verdict()).isEqualTo(Verdict.TIMED_OUT);
        assertThat(outcome.words()).isEqualTo("step 1 of 1, open: nothing like QIOPEN: 0,0 came within 0.0 s");
    }

    @Test
    @DisplayName("goes on after an optional step that fails, and counts it")
    void optional() throws Exception {
        Outcome outcome = run("""
            {"name": "a", "steps": [{"send": "AT+X", "optional": true}, {"send": "AT"}]}\
            """, Map.of(), line -> line.equals("AT") ? "OK" : "ERROR");

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome.words()).isEqualTo("1 step passed, 1 that may fail failed");
    }

    @Test
    @DisplayName(
            "fills in variables: given, preset, counted and taken from answers; in a pattern they stand for themselves")
    void variables() throws Exception {
        Outcome outcome = run("""
            {"name": "a",
             "variables": [{"name": "host"}, {"name": "port", "preset": "7"}],
             "steps": [
              {"send": "AT+QIOPEN=1,0,\\"TCP\\",\\"${host}\\",${port}", "expect": "${host}:(?<local>[0-9]+)"},
              {"send": "AT+X=${local},${i}", "repeat": 2, "payload": "${host}"}]}\
            """, Map.of("host", "a.b"), line -> line.startsWith("AT+QIOPEN") ? """
                    aXb:1
                    a.b:5011
                    OK\
                    """ : "OK");

        assertThat(asked).containsExactly("AT+QIOPEN=1,0,\"TCP\",\"a.b\",7", "AT+X=5011,0|a.b", "AT+X=5011,1|a.b");
        assertThat(outcome.variables()).containsEntry("local", "5011");
    }

    @Test
    @DisplayName("refuses a run without a value for a variable, or with one it does not know")
    void missingVariables() {
        String json = """
            {"name": "a", "variables": [{"name": "apn", "about": "the access point name"}], "steps": [{"send": "AT"}]}\
            """;

        assertThatThrownBy(() -> run(json, Map.of(), line -> "OK"))
                .isInstanceOf(SnippetException.class)
                .hasMessage("the snippet a needs apn, the access point name; give it as apn=...");
        assertThatThrownBy(() -> run(json, Map.of("apn", "iot", "apm", "x"), line -> "OK"))
                .hasMessage("the snippet a has no variable apm; did you mean apn?");
        assertThatThrownBy(() -> run(
                        "{\"name\": \"a\", \"variables\": [{\"name\": \"x\"}], \"steps\": [{\"send\": \"AT${x}\"}]}",
                        Map.of("x", "+CSQ\rAT+CFUN=0"),
                        line -> "OK"))
                .hasMessageContaining("is no line of text");
        assertThat(asked).isEmpty();
    }

    @Test
    @DisplayName("tries a step again until it passes, with a pause before each new try")
    void tries() throws Exception {
        int[] times = {0};
        Outcome outcome =
                run("""
                    {"name": "a", "steps": [{"send": "AT+CEREG?", "expect": ",[15]$", "tries": 4, "pause": 2}]}\
                    """, Map.of(), line -> ++times[0] < 3 ? "+CEREG:" + " 0,2\n" + "OK" : "+CEREG:" + " 0,5\n" + "OK");

        assertThat(asked).containsExactly("AT+CEREG?", "pause 2000", "AT+CEREG?", "pause 2000", "AT+CEREG?");
        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(told).extracting(StepResult::attempt).containsExactly(1, 2, 3);
    }

    @Test
    @DisplayName("repeats all steps in rounds")
    void rounds() throws Exception {
        run("""
            {"name": "a", "repeat": 2, "pause": 0.5, "steps": [{"send": "AT+X=${round}"}]}\
            """, Map.of(), line -> "OK");

        assertThat(asked).containsExactly("AT+X=1", "pause 500", "AT+X=2");
    }

    @Test
    @DisplayName("is broken off where the terminal has no modem any more, even at an optional step")
    void brokenOff() throws Exception {
        Outcome outcome = run("""
            {"name": "a", "steps": [{"send": "AT", "optional": true, "tries": 5}, {"send": "AT"}]}\
            """, Map.of(), line -> "unplugged");

        assertThat(outcome.verdict()).isEqualTo(Verdict.BROKEN_OFF);
        assertThat(outcome.words()).isEqualTo("step 1 of 2, AT: the cable is cut");
        assertThat(asked).containsExactly("AT");
    }

    @Test
    @DisplayName("keeps the last results of very many")
    void bounded() throws Exception {
        Outcome outcome = run("""
            {"name": "a", "repeat": 10000, "steps": [{"send": "AT"}, {"send": "AT"}]}\
            """, Map.of(), line -> "OK");

        assertThat(outcome.results()).hasSize(10_000);
        assertThat(outcome.results().getLast().round()).isEqualTo(10_000);
        assertThat(outcome.words()).isEqualTo("20000 steps passed");
    }
}
