package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
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
    @DisplayName("finds the exchanges with noise or an echoed payload in them")
    void disturbed() {
        Exchanges rows = log(new Transcript()
                        .ask("AT+CSQ", "AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n")
                        .ask("AT+QISEND=0,5", "AT+QISEND=0,5\r\r\n> ")
                        .tx("hello")
                        .rx("hello\r\nSEND OK\r\n")
                        .rx("\r\nhum\r\n"))
                .exchanges();

        assertThat(rows.disturbed())
                .extracting(Exchange::text)
                .containsExactly("AT+QISEND=0,5", "a line while no command is open");
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
                        assertThat(log.exchanges().at(place).mapToObj(log.exchanges()::get))
                                .containsExactlyElementsOf(log.exchanges().stream()
                                        .filter(row -> row.places().stream().anyMatch(place::overlaps))
                                        .toList());
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("answers from its index what looking at every row answers")
    void sameAnswers() {
        for (Transcript transcript : WorkedExamples.all().values()) {
            Exchanges indexed = log(transcript).exchanges();
            Exchanges asked = Exchanges.of(new ArrayList<>(indexed));
            for (String prefix : List.of("AT", "at+qi", "AT+QISEND=0,", "AT+QIRD", "AT+CEREG?", "+QIURC", "")) {
                assertThat(indexed.commands(prefix))
                        .as(prefix)
                        .containsExactlyElementsOf(asked.commands(prefix).toList());
            }
            for (String name : List.of("+QIURC", "+QIOPEN", "RDY", "NO CARRIER", "+CEREG", "AT+QIRD")) {
                assertThat(indexed.urcs(name))
                        .as(name)
                        .containsExactlyElementsOf(asked.urcs(name).toList());
                assertThat(indexed.told(name))
                        .as(name)
                        .containsExactlyElementsOf(asked.told(name).toList());
            }
            for (ResultCode code : ResultCode.values()) {
                assertThat(indexed.ended(code))
                        .containsExactlyElementsOf(asked.ended(code).toList());
            }
            for (int row = -1; row < indexed.size(); row++) {
                assertThat(indexed.commandAfter(row)).isEqualTo(asked.commandAfter(row));
                assertThat(indexed.commandBefore(row)).isEqualTo(asked.commandBefore(row));
            }
            assertThat(indexed.disturbed())
                    .containsExactlyElementsOf(asked.disturbed().toList());
            assertThat(indexed.open()).containsExactlyElementsOf(asked.open().toList());
        }
    }

    @Test
    @DisplayName("leaves a picture as it was, whatever crosses later")
    void picturesStay() {
        for (Transcript transcript : WorkedExamples.all().values()) {
            ExchangeLog log = new ExchangeLog();
            List<Exchanges> pictures = new ArrayList<>();
            List<List<Exchange>> then = new ArrayList<>();
            for (AtEvent event : transcript.decode()) {
                log.accept(event);
                pictures.add(log.exchanges());
                then.add(new ArrayList<>(log.exchanges()));
            }
            assertThat(pictures).isEqualTo(then);
        }
    }

    @Test
    @DisplayName("makes the URCs as the decoder told them")
    void urcsAgain() {
        for (Transcript transcript : WorkedExamples.all().values()) {
            assertThat(log(transcript).urcs())
                    .isEqualTo(transcript.decode().stream()
                            .filter(AtEvent.Urc.class::isInstance)
                            .toList());
        }
    }
}
