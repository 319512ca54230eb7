package dev.parley.ui.network;

import dev.parley.at.Dictionary;
import dev.parley.at.NetworkPicture;
import dev.parley.flow.Figures;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the network card says; a text is empty where nothing is known.
 *
 * @param operator name and technology, for example {@code Parley Test · eMTC}
 * @param cell band, channel and cell
 * @param signal power in words
 * @param levels the signal's power over time in dBm, at most the last hundred and twenty measurements
 * @param registration what it is now
 * @param history the registrations before, newest first, each with its time
 * @param address address and APN of the contexts
 * @param modem model and firmware
 */
record NetworkLines(
        String operator,
        String cell,
        String signal,
        List<Integer> levels,
        String registration,
        List<String> history,
        String address,
        String modem) {
    private static final int MOST_LEVELS = 120;
    private static final int MOST_HISTORY = 20;

    static NetworkLines of(NetworkPicture picture) {
        List<NetworkPicture.Registration> registrations = picture.registrations();
        List<NetworkPicture.Signal> signals = picture.signals();
        return new NetworkLines(
                join(
                        picture.operator().map(NetworkLines::operator).orElse(""),
                        picture.cell().map(NetworkPicture.Cell::technology).orElse("")),
                picture.cell()
                        .map(cell -> join(
                                cell.band(),
                                cell.channel().isEmpty() ? "" : "channel " + cell.channel(),
                                cell.id().isEmpty() ? "" : "cell " + cell.id(),
                                cell.state()))
                        .orElse(""),
                picture.signal().map(NetworkPicture.Signal::words).orElse(""),
                signals.subList(Math.max(0, signals.size() - MOST_LEVELS), signals.size()).stream()
                        .map(signal -> signal.rsrp().or(signal::rssi).orElse(null))
                        .filter(Objects::nonNull)
                        .toList(),
                picture.registration().map(NetworkLines::registration).orElse(""),
                registrations
                        .subList(Math.max(0, registrations.size() - MOST_HISTORY), registrations.size())
                        .reversed()
                        .stream()
                        .map(it -> Figures.time(it.nanos()) + " s  " + it.source() + "  " + registration(it))
                        .toList(),
                picture.contexts().stream()
                        .filter(context ->
                                !context.address().isEmpty() || context.active().orElse(false))
                        .map(context -> join(
                                context.address().isEmpty() ? "no address" : context.address(),
                                context.apn(),
                                "context " + context.id()))
                        .collect(Collectors.joining("\n")),
                join(picture.modem().model(), picture.modem().firmware()));
    }

    /** True where nothing was told yet. */
    boolean isEmpty() {
        return Stream.of(operator, cell, signal, registration, address, modem).allMatch(String::isEmpty);
    }

    private static String operator(NetworkPicture.Operator operator) {
        return operator.name().isEmpty() ? operator.plmn() : operator.name();
    }

    private static String registration(NetworkPicture.Registration registration) {
        return Dictionary.standard()
                .words(Dictionary.Table.REGISTRATION, registration.status())
                .orElse("status " + registration.status());
    }

    private static String join(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" · "));
    }
}
