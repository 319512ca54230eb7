package dev.parley.cli;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Finding;
import dev.parley.journal.Direction;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.mqtt.MqttPacket;
import dev.parley.session.JournalKeeper;
import dev.parley.session.Session;
import dev.parley.session.SessionException;
import dev.parley.session.Snapshot;
import dev.parley.session.Tapping;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley tap}. */
@Command(
        name = "tap",
        description = "Stand between an MCU and its modem: pass every byte on, record it, and say what happens.")
final class TapCommand implements Callable<Integer> {
    /** How often what is new is told. */
    private static final Duration PACE = Duration.ofMillis(200);

    @Option(
            names = "--modem",
            required = true,
            paramLabel = "ADDR",
            description = "where the modem is: serial:/dev/ttyUSB2?baud=115200, tcp://host:port or sim:")
    private String modem = "";

    @Option(
            names = "--host",
            required = true,
            paramLabel = "ADDR",
            description = "where the MCU is: a serial port, or listen:127.0.0.1:PORT where it dials in")
    private String host = "";

    @Option(
            names = "--sniff",
            description =
                    "only listen: both are receive-only adapters (Y cable), --host on the MCU's TX wire, --modem on"
                            + " the modem's")
    private boolean sniff;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "write session.parley, session.pcapng and report.html there")
    private @Nullable Path folder;

    @Option(names = "--timeout", paramLabel = "S", defaultValue = "0", description = "end after so many seconds")
    private int seconds;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (seconds < 0) {
            throw new BadInputException("--timeout " + seconds + " is no number of seconds");
        }
        Tapping.Plan plan = plan();
        Optional<OutputFolder> output = Optional.ofNullable(folder).map(OutputFolder::at);
        try (var _ = Interruption.begin();
                Tapping tapping = Tapping.start(
                        plan,
                        Benches.links(1),
                        output.<JournalKeeper>map(keeper -> keeper).orElseGet(JournalKeeper::inMemory),
                        Program.nameAndVersion());
                Session session = tapping.session()) {
            output.flatMap(OutputFolder::kept).ifPresent(out::println);
            out.printf("Tapping %s; the host is at %s. Ctrl-C ends it.%n", plan.modem(), tapping.host());
            out.flush();
            Telling telling = new Telling(out);
            out.println("Ended: " + listen(tapping, telling) + ".");
            tapping.end();
            Snapshot snapshot = session.settled();
            telling.news(snapshot.view());
            output.ifPresent(keeper -> {
                SessionRun.write(snapshot, session, keeper.path(), false);
                out.println("Files in " + keeper.path() + ": session.parley, session.pcapng, report.html");
            });
            for (Finding finding : snapshot.findings()) {
                out.printf("  %.2f %s: %s%n", finding.confidence(), finding.code(), finding.title());
            }
            snapshot.damage().ifPresent(out::println);
            return ExitCode.DONE;
        } catch (SessionException e) {
            throw new BadInputException(e);
        }
    }

    private Tapping.Plan plan() {
        try {
            return new Tapping.Plan(LinkAddress.parse(host), LinkAddress.parse(modem), sniff);
        } catch (LinkException e) {
            throw new BadInputException(e);
        }
    }

    /** Tells what happens until a side ends, the time is over or the operator interrupts; returns why. */
    private String listen(Tapping tapping, Telling telling) {
        CompletableFuture<String> ended = tapping.ended();
        long end = seconds == 0 ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            try {
                return ended.get(PACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                telling.news(tapping.session().snapshot().view());
                if (System.nanoTime() > end) {
                    return seconds + " s are over";
                }
            } catch (InterruptedException e) {
                return "interrupted by the operator";
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Says each thing once: of each socket it knows how much was told. */
    static final class Telling {
        private final PrintWriter out;
        private final Map<Integer, Told> told = new HashMap<>();

        /** How much of a socket was told. */
        private static final class Told {
            private final Map<Direction, Integer> messages = new EnumMap<>(Direction.class);
            private final Map<Direction, Integer> packets = new EnumMap<>(Direction.class);
            private boolean closed;
        }

        Telling(PrintWriter out) {
            this.out = out;
        }

        /** Tells what {@code view} has more than the one before it, which was of the same session. */
        void news(CaseView view) {
            for (ModemSocket socket : view.sockets()) {
                news(view, socket);
            }
            out.flush();
        }

        private void news(CaseView view, ModemSocket socket) {
            String name = "socket " + socket.id() + (socket.ordinal() == 0 ? "" : " (" + (socket.ordinal() + 1) + ".)");
            Told so = told.computeIfAbsent(socket.ordinal(), _ -> {
                say(name + " to " + socket.host() + ":" + socket.port());
                return new Told();
            });
            view.conversation(socket)
                    .ifPresent(tls -> fresh(tls.messages(), TlsMessage::direction, so.messages)
                            .forEach(message -> say(words(name, tls, message))));
            fresh(view.packets().getOrDefault(socket.ordinal(), List.of()), MqttPacket::direction, so.packets)
                    .forEach(packet -> say(
                            line(name, "MQTT " + packet.type(), packet.direction(), packet.size(), packet.nanos())));
            if (socket.closedBy() != ClosedBy.OPEN && !so.closed) {
                so.closed = true;
                say(name + " closed (" + socket.closedBy().word() + "): sent " + socket.sent() + ", received "
                        + socket.received() + " bytes");
            }
        }

        /** What follows those already told, which are counted each way: one way's may be known before the other's that precede them. */
        private static <T> List<T> fresh(List<T> all, Function<T, Direction> way, Map<Direction, Integer> told) {
            Map<Direction, Integer> seen = new EnumMap<>(Direction.class);
            List<T> fresh = all.stream()
                    .filter(one -> seen.merge(way.apply(one), 1, Integer::sum) > told.getOrDefault(way.apply(one), 0))
                    .toList();
            told.putAll(seen);
            return fresh;
        }

        private void say(String line) {
            out.println("  " + line);
        }

        private static String words(String socket, TlsConversation tls, TlsMessage message) {
            return line(
                    socket,
                    "TLS " + message.title(),
                    message.direction(),
                    tls.recordBytes(message),
                    message.endNanos());
        }

        private static String line(String socket, String what, Direction direction, int bytes, long nanos) {
            return String.format(
                    Locale.ROOT, "%s %s %s, %d bytes, %.3f s", socket, direction.word(), what, bytes, nanos / 1e9);
        }
    }
}
