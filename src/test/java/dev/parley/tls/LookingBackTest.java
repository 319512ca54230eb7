package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.tls.TlsDecoderTest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.tls.AlertDescription;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A look back at a time shows what a live view showed then. */
class LookingBackTest {
    static Stream<Arguments> sessions() {
        return Stream.of(
                Arguments.of("TLS 1.2", new TlsPair().mutual().talk("a", "b")),
                Arguments.of(
                        "refused",
                        new TlsPair()
                                .refusing(AlertDescription.certificate_unknown)
                                .talk()),
                Arguments.of("TLS 1.3", Tls13StatesTest.pair().mutual().talk("a", "b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sessions")
    void theConversationAtATimeIsTheOneThatWasShownThen(String name, TlsPair pair) {
        Reading reading = new Reading().know(pair);
        Random random = new Random(4);
        List<TlsConversation> live = new ArrayList<>(List.of(reading.conversation()));
        for (TlsPair.Piece piece : pair.pieces) {
            Bytes left = piece.bytes();
            while (!left.isEmpty()) {
                int cut = Math.min(left.length(), 1 + random.nextInt(400));
                reading.feed(piece.direction(), left.slice(0, cut));
                live.add(reading.conversation());
                left = left.from(cut);
            }
        }
        reading.end();
        live.add(reading.conversation());

        TlsConversation last = reading.conversation();
        assertThat(live).hasSizeGreaterThan(10);
        for (int nanos = 0; nanos < live.size(); nanos++) {
            TlsConversation then = live.get(nanos);
            assertThat(last.at(nanos)).as("at %d", nanos).isEqualTo(then);
        }
        assertThat(last.at(Long.MAX_VALUE)).isSameAs(last);
    }
}
