package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The exchange log")
class ExchangeLogTest {

    private static ExchangeLog log(Transcript transcript) {
        ExchangeLog log = new ExchangeLog();
        transcript.decode().forEach(log::accept);
        return log;
    }

    @Test
    @DisplayName("has one row a command, a URC and a run of noise")
    void rows() {
        ExchangeLog log = log(new Transcript()
                .ask("AT+QISEND=0,5", "AT+QISEND=0,5\r\r\n> ")
                .tx("hello")
                .rx("\r\nSEND OK\r\n")
                .rx("\r\nhum\r\n\r\n+QIURC: \"recv\",0\r\n"));

        assertThat(log.exchanges())
                .extracting(Exchange::number, Exchange::kind, Exchange::text, Exchange::isOpen)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, Exchange.Kind.COMMAND, "AT+QISEND=0,5", false),
                        org.assertj.core.groups.Tuple.tuple(
                                1L, Exchange.Kind.NOISE, "a line while no command is open", false),
                        org.assertj.core.groups.Tuple.tuple(2L, Exchange.Kind.URC, "+QIURC: \"recv\",0", false));
        Exchange send = log.exchanges().getFirst();
        assertThat(send.lines())
                .extracting(Exchange.Line::role)
                .containsExactly(
                        Exchange.Role.COMMAND,
                        Exchange.Role.ECHO,
                        Exchange.Role.PROMPT,
                        Exchange.Role.PAYLOAD,
                        Exchange.Role.RESULT);
        assertThat(send.payloadBytes()).isEqualTo(5);
        assertThat(send.result()).contains(ResultCode.SEND_OK);
        assertThat(send.startNanos()).isEqualTo(10_000_000);
        assertThat(send.endNanos()).isEqualTo(40_000_000);
        assertThat(log.urcs()).extracting(AtEvent.Urc::name).containsExactly("+QIURC");
    }

    @Test
    @DisplayName("shows an open command, and its result once it came")
    void openRows() {
        ExchangeLog log = new ExchangeLog();
        List<AtEvent> events = new Transcript().ask("AT+QIACT=1", "\r\nOK\r\n").decode();
        log.accept(events.getFirst());
        assertThat(log.exchanges())
                .singleElement()
                .satisfies(row -> assertThat(row.isOpen()).isTrue());
        log.accept(events.getLast());
        assertThat(log.exchanges())
                .singleElement()
                .satisfies(row -> assertThat(row.isOpen()).isFalse());
    }

    @Test
    @DisplayName("keeps transparent bytes in the row of their CONNECT, and pushed bytes in that of their URC")
    void lateLines() {
        ExchangeLog log = log(WorkedExamples.transparentMode());
        assertThat(log.exchanges().getFirst().payloadBytes()).isEqualTo(23 + 35);
        assertThat(log.exchanges().getFirst().text()).startsWith("AT+QIOPEN");

        assertThat(log(WorkedExamples.pushMode()).exchanges().get(2).payloadBytes())
                .isEqualTo(4);
    }

    @Test
    @DisplayName("finds the rows of any bytes of the link")
    void byPlace() {
        for (Transcript transcript : WorkedExamples.all().values()) {
            ExchangeLog log = log(transcript);
            for (Direction direction : Direction.values()) {
                int length = transcript.stream(direction).length();
                for (int from = 0; from < length; from++) {
                    for (int to : new int[] {from + 1, from + 7, length}) {
                        Place place = new Place(direction, from, to);
                        assertThat(log.at(place))
                                .isEqualTo(log.exchanges().stream()
                                        .filter(row -> row.places().stream().anyMatch(place::overlaps))
                                        .toList());
                    }
                }
            }
        }
    }
}
