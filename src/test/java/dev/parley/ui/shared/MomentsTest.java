package dev.parley.ui.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.ControllerState.Level;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.ui.PlayedSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A step through what was recorded")
class MomentsTest {
    private static Shown at(Shown shown, Moment moment) {
        return new Shown(
                shown.snapshot(), shown.state(), shown.nowNanos(), false, Optional.of(moment), true, Optional.empty());
    }

    private static List<Moment> walk(Moments moments) {
        List<Moment> walked = new ArrayList<>();
        Optional<Moment> here = moments.next(Optional.empty());
        while (here.isPresent()) {
            walked.add(here.get());
            here = moments.next(here);
        }
        return walked;
    }

    private static List<String> titles(Shown shown, List<Moment> moments) {
        TlsConversation conversation = shown.conversation().orElseThrow();
        return moments.stream()
                .map(moment -> conversation.messages().get(moment.message().orElseThrow()))
                .map(TlsMessage::title)
                .toList();
    }

    @Test
    @DisplayName("stops after each message, and at the end of the socket")
    void messages() {
        Shown refused = PlayedSession.refused();

        List<Moment> walked = walk(Moments.of(refused, Level.MESSAGE));

        assertThat(titles(refused, walked))
                .startsWith("ClientHello", "ServerHello", "Certificate")
                .endsWith("Certificate", "Certificate", "Alert fatal certificate_unknown(46)");
        assertThat(walked)
                .as("seven messages, the close, the alert")
                .hasSize(9)
                .isSortedAccordingTo((a, b) -> Long.compare(a.nanos(), b.nanos()));
    }

    @Test
    @DisplayName("stops where the direction turns, at the level of flights")
    void flights() {
        Shown healthy = PlayedSession.healthy();

        assertThat(titles(healthy, walk(Moments.of(healthy, Level.FLIGHT))))
                .containsExactly("ClientHello", "ServerHelloDone", "Finished", "Finished");
    }

    @Test
    @DisplayName("stops after each AT exchange, at that level")
    void exchanges() {
        Shown refused = PlayedSession.refused();

        List<Moment> walked = walk(Moments.of(refused, Level.EXCHANGE));

        assertThat(walked).hasSameSizeAs(refused.view().exchanges());
        assertThat(walked).allMatch(moment -> moment.exchange().isPresent());
    }

    @Test
    @DisplayName("shows the handshake as it stood, and not what came later")
    void asItStood() {
        Shown refused = PlayedSession.refused();
        Moment third = walk(Moments.of(refused, Level.MESSAGE)).get(2);

        Shown then = at(refused, third).then();

        TlsConversation conversation = then.conversation().orElseThrow();
        assertThat(conversation.messages()).hasSize(3);
        assertThat(conversation.result()).isEqualTo(TlsConversation.Result.HANDSHAKING);
        assertThat(conversation.steps()).noneMatch(step -> step.status() == HandshakeStep.Status.FAILED);
        assertThat(then.nowNanos()).isEqualTo(third.nanos());
    }

    @Test
    @DisplayName("goes back the way it came")
    void backwards() {
        Moments moments = Moments.of(PlayedSession.refused(), Level.MESSAGE);
        List<Moment> walked = walk(moments);

        assertThat(moments.previous(Optional.empty())).contains(walked.getLast());
        assertThat(moments.previous(Optional.of(walked.get(4)))).contains(walked.get(3));
        assertThat(moments.previous(Optional.of(walked.getFirst()))).isEmpty();
        assertThat(moments.next(Optional.of(walked.getLast()))).isEmpty();
    }
}
