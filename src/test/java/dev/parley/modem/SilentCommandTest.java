package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.socket.AccessMode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A modem that gives one command no answer")
@Timeout(60)
class SilentCommandTest {
    /** A command that is silent is given up after this; all others have the usual five seconds. */
    private static final Duration SHORT = Duration.ofMillis(120);

    /** These are only asked; firmware that has no answer to them is borne. */
    private static final List<String> BORNE = List.of("AT+QISTATE?", "AT+QSSLSTATE?", "AT+QMTCONN?");

    private static final List<String> OFFERS = List.of("retry", "resynchronise", "reset");

    /** Every command of a way up, an open and a send, as a modem that answers them all was asked. */
    static Stream<Arguments> everyCommand() throws Exception {
        try (AnsweringModem answering = AnsweringModem.bg95();
                Modem modem = answering.start(FakeModem.QUICK)) {
            session(modem);
            List<String> commands = answering.commands().stream()
                    .distinct()
                    .filter(Predicate.not("AT"::equals))
                    .filter(Predicate.not(BORNE::contains))
                    .toList();
            assertThat(commands).hasSizeGreaterThan(18).contains("AT+QIACT?", "AT+QISEND=0,5", "AT+CPIN?");
            return commands.stream()
                    .map(command -> Arguments.of(command, OFFERS.get(Math.floorMod(command.hashCode(), OFFERS.size()))))
                    .toList()
                    .stream();
        }
    }

    private static void session(Modem modem) throws IOException {
        new BringUp(modem, new BringUp.Target("iot.example", 1, Duration.ofSeconds(5), false), (a, b, c, d) -> {})
                .run();
        try (ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER))) {
            socket.send(Bytes.latin1("hello"));
            socket.unread();
            socket.acked();
        }
    }

    @ParameterizedTest(name = "{0}, then {1}")
    @MethodSource("everyCommand")
    @DisplayName("is told with its name and its limit, and works again after retry, resynchronisation or reset")
    void everyCommandHasALimitAndAName(String command, String offer) throws Exception {
        List<Silence> told = new CopyOnWriteArrayList<>();
        ModemProfile profile = FakeModem.QUICK.withLimit(ModemProfile.commandName(command), SHORT);
        try (AnsweringModem answering = AnsweringModem.bg95();
                Modem modem = answering.start(
                        command.startsWith("AT+QISEND=0,5") ? profile.withTiming(hastyPrompt()) : profile)) {
            modem.observe(watching(told));
            answering.silentAt(command);
            Optional<IOException> failure = failureOf(modem);
            // Closing throws at nobody.
            assertThat(failure.isPresent()).isEqualTo(!command.startsWith("AT+QICLOSE"));
            failure.ifPresent(e -> assertThat(e)
                    .isInstanceOf(ModemException.class)
                    .hasMessageContaining("to " + command)
                    .hasMessageFindingMatch("for 0\\.12 s|for 0\\.2 s"));
            assertThat(told)
                    .filteredOn(Silence::over)
                    .first()
                    .satisfies(silence -> assertThat(silence.command()).isEqualTo(command))
                    .satisfies(silence -> assertThat(silence.sentence()).contains("to " + command));

            answering.wake();
            switch (offer) {
                case "resynchronise" -> modem.resynchronise();
                case "reset" -> modem.reset();
                default -> {}
            }
            session(modem);
            assertThat(answering.commands()).endsWith("AT+QICLOSE=0");
        }
    }

    private static Optional<IOException> failureOf(Modem modem) {
        try {
            session(modem);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static Timing hastyPrompt() {
        Timing t = FakeModem.QUICK.timing();
        return new Timing(
                t.usual(),
                t.patience(),
                Duration.ofMillis(200),
                t.sync(),
                t.syncAttempts(),
                t.quiet(),
                t.stall(),
                t.guard(),
                t.sendFull(),
                t.firstBackOff(),
                t.start(),
                t.lookAgain());
    }

    private static ModemObserver watching(List<Silence> told) {
        return new ModemObserver() {
            @Override
            public void silence(Optional<Silence> silence) {
                silence.ifPresent(told::add);
            }

            @Override
            public void settings(List<ChangedSetting> changed) {}
        };
    }
}
