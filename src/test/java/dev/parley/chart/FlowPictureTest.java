package dev.parley.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ui.PlayedSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The byte-flow picture")
class FlowPictureTest {
    @Test
    @DisplayName("has a band for each thing the session did, one after the other")
    void bandsFollowEachOther() {
        FlowPicture picture = FlowPicture.of(PlayedSession.healthy().snapshot(), 0);

        assertThat(picture.bands())
                .extracting(FlowPicture.Band::name)
                .containsSubsequence(
                        "bring-up", "open", "2 SERVER_HELLO", "7 CLIENT_CERTIFICATE", "13 SERVER_FINISHED", "MQTT");
        for (int i = 1; i < picture.bands().size(); i++) {
            assertThat(picture.bands().get(i).fromNanos())
                    .as(picture.bands().get(i).name())
                    .isGreaterThanOrEqualTo(picture.bands().get(i - 1).toNanos());
        }
    }

    @Test
    @DisplayName("stays in the state a handshake died in until the close, and marks that in words")
    void marksTheClose() {
        FlowPicture picture = FlowPicture.of(PlayedSession.refused().snapshot(), 0);

        FlowPicture.Close close = picture.close().orElseThrow();
        assertThat(close.early()).isTrue();
        assertThat(close.words()).startsWith("closed by peer · ").endsWith(" · 7 B unread");
        assertThat(picture.bandAt(close.nanos() - 1).orElseThrow().name()).isEqualTo("7 CLIENT_CERTIFICATE");
        assertThat(picture.bandAt(close.nanos() - 1).orElseThrow().failed()).isTrue();
    }

    @Test
    @DisplayName("zooms to the handshake: the bring-up before and the messages after are out of sight")
    void zoomsToTheHandshake() {
        FlowPicture picture = FlowPicture.of(PlayedSession.healthy().snapshot(), 0);
        Viewport range = picture.handshake();
        FlowPicture.Band mqtt = picture.bands().getLast();

        assertThat(range.from()).isGreaterThan(0);
        assertThat(range.to()).isBetween(mqtt.fromNanos(), mqtt.toNanos() - 1);
    }

    @ParameterizedTest
    @CsvSource({"10, 5, 2", "3000, 5, 1000", "0.7, 4, 0.2", "100, 100, 1"})
    @DisplayName("divides its axes by round numbers")
    void roundSteps(double span, int count, double step) {
        assertThat(Plot.roundStep(span, count)).isEqualTo(step);
    }
}
