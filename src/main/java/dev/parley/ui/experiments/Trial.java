package dev.parley.ui.experiments;

import dev.parley.session.ConnectionProfile;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.client.Experiments;
import dev.parley.tls.client.Experiments.ByteChange;
import dev.parley.tls.client.Experiments.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a form, read at this moment, makes of a connection's profile. */
final class Trial {
    private static final int LARGEST_CHUNK = 1460;

    private final ExperimentForm form;

    Trial(ExperimentForm form) {
        this.form = form;
    }

    /**
     * The profile with the experiment in its TLS.
     *
     * @throws ExperimentForm.InvalidExperimentException if a field holds what cannot be
     */
    ConnectionProfile on(ConnectionProfile profile, ConnectionProfile.Tls tls)
            throws ExperimentForm.InvalidExperimentException {
        Optional<Path> shown = tls.certificate();
        Optional<Path> its = tls.key();
        if (form.identity().get() == Choices.Identity.NONE) {
            shown = Optional.empty();
            its = Optional.empty();
        } else if (form.identity().get() == Choices.Identity.OTHER) {
            if (form.certificate().get().isBlank() || form.key().get().isBlank()) {
                throw new ExperimentForm.InvalidExperimentException(
                        "Experiments: the other certificate needs its file and its key's file");
            }
            shown = Optional.of(Path.of(form.certificate().get().strip()));
            its = Optional.of(Path.of(form.key().get().strip()));
        }
        ConnectionProfile.Tls tried = new ConnectionProfile.Tls(
                tls.ca(),
                shown,
                its,
                tls.sni(),
                tls.alpn(),
                tls.keyLog(),
                tls.readTimeout(),
                offer(tls.offer()),
                experiments(tls.experiments()),
                tls.mbedTls());
        ConnectionProfile result = profile.withTls(Optional.of(tried));
        return form.chunk().get().isBlank()
                ? result
                : result.withChunk(number("the bytes of a send", form.chunk().get(), 1, LARGEST_CHUNK));
    }

    private ClientOffer offer(ClientOffer usual) {
        ClientOffer offer = usual;
        if (form.versions().get() != Choices.Versions.AS_USUAL) {
            offer = offer.withVersions(form.versions().get().numbers());
            // The usual offer may have no suite of TLS 1.3.
            if (offer.offersTls13() && offer.suites().stream().noneMatch(Trial::isOfTls13)) {
                List<Integer> more = new ArrayList<>(List.of(0x1301, 0x1302, 0x1303));
                more.addAll(offer.suites());
                offer = offer.withSuites(more);
            }
        }
        if (form.suites().get() != Choices.Suites.AS_USUAL) {
            boolean tls13 = offer.offersTls13();
            boolean tls12 = offer.versions().contains(ClientOffer.TLS_1_2);
            offer = offer.withSuites(form.suites().get().numbers().stream()
                    .filter(number -> isOfTls13(number) ? tls13 : tls12 || !tls13)
                    .toList());
        }
        if (form.curves().get() != Choices.Curves.AS_USUAL) {
            offer = offer.withGroups(form.curves().get().numbers());
        }
        if (form.noServerName().get()) {
            offer = offer.withServerName(false);
        }
        OptionalInt length = form.offeredFragmentLength();
        return length.isPresent() ? offer.withMaxFragmentLength(length) : offer;
    }

    private static boolean isOfTls13(int suite) {
        return suite >> 8 == 0x13;
    }

    private Experiments experiments(Experiments usual) throws ExperimentForm.InvalidExperimentException {
        Experiments experiments = usual;
        if (!form.fragment().get().isBlank()) {
            experiments = experiments.withFragmentAt(OptionalInt.of(
                    number("the bytes a record carries", form.fragment().get(), 1, Experiments.MOST_FRAGMENT)));
        }
        if (form.oneSend().get()) {
            experiments = experiments.withOneSend(true);
        }
        if (!form.delay().get().isBlank()) {
            experiments = experiments.withDelays(Map.of(
                    form.delayed().get(),
                    Duration.ofMillis(
                            number("the delay in milliseconds", form.delay().get(), 1, 600_000))));
        }
        if (form.oneByte().get() != Choices.OneByte.NOTHING) {
            experiments = experiments.withChanges(List.of(new ByteChange(
                    form.byteMessage().get(),
                    number("the byte's number in its message", form.byteNumber().get(), 1, 100_000),
                    form.oneByte().get() == Choices.OneByte.FLIP ? Change.FLIP : Change.DROP)));
        }
        return form.ignoreFragmentLength().get() ? experiments.withIgnoreMaxFragmentLength(true) : experiments;
    }

    private static int number(String what, String text, int least, int most)
            throws ExperimentForm.InvalidExperimentException {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new ExperimentForm.InvalidExperimentException(
                    "Experiments: " + what + " is a number from " + least + " to " + most + ", not '" + text + "'");
        }
        throw new ExperimentForm.InvalidExperimentException(
                "Experiments: " + what + " is a number from " + least + " to " + most + ", not " + text.strip());
    }
}
