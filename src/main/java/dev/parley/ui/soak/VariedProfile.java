package dev.parley.ui.soak;

import dev.parley.doctor.soak.Variant;
import dev.parley.doctor.soak.Variant.Setting;
import dev.parley.link.LinkAddress;
import dev.parley.session.ConnectionProfile;
import dev.parley.socket.AccessMode;
import dev.parley.tls.client.Experiments;
import dev.parley.ui.soak.SoakForm.InvalidSoakException;
import java.util.Optional;
import java.util.OptionalInt;

/** The sidebar's profile with a variant's settings. No toolkit. */
final class VariedProfile {
    private static final String AS_IT_IS = "default";
    private static final int LARGEST_CHUNK = 1460;

    private VariedProfile() {}

    /**
     * The profile of a variant.
     *
     * @throws InvalidSoakException if a value cannot be used
     */
    static ConnectionProfile of(ConnectionProfile base, Variant variant) throws InvalidSoakException {
        ConnectionProfile profile = base;
        for (Setting setting : variant.settings()) {
            if (!setting.value().equals(AS_IT_IS)) {
                profile = with(profile, setting);
            }
        }
        return profile;
    }

    private static ConnectionProfile with(ConnectionProfile profile, Setting setting) throws InvalidSoakException {
        String value = setting.value();
        return switch (setting.name()) {
            case "chunk" -> profile.withChunk(number(setting, LARGEST_CHUNK));
            case "access-mode" ->
                profile.withAccessMode(AccessMode.of(value)
                        .orElseThrow(() -> new InvalidSoakException(
                                "access-mode is buffer, push or transparent, not '" + value + "'.")));
            case "fragment" -> {
                int length = number(setting, Experiments.MOST_FRAGMENT);
                yield tried(profile, tls(profile).experiments().withFragmentAt(OptionalInt.of(length)));
            }
            case "one-send" -> {
                if (!value.equals("yes") && !value.equals("no")) {
                    throw new InvalidSoakException("one-send is yes or no, not '" + value + "'.");
                }
                yield tried(profile, tls(profile).experiments().withOneSend(value.equals("yes")));
            }
            case "baud" ->
                profile.withLink(
                        profile.link().withOption("baud", Integer.toString(number(setting, Integer.MAX_VALUE))));
            case "scenario" -> {
                if (!profile.link().scheme().equals("sim")) {
                    throw new InvalidSoakException(
                            "scenario goes with the built-in bench (sim:), not with " + profile.link() + ".");
                }
                yield profile.withLink(
                        new LinkAddress("sim", value, profile.link().options()));
            }
            default -> throw new InvalidSoakException(setting.name() + " cannot be varied.");
        };
    }

    private static ConnectionProfile.Tls tls(ConnectionProfile profile) throws InvalidSoakException {
        return profile.tls()
                .orElseThrow(() -> new InvalidSoakException("fragment and one-send go with TLS: switch it on."));
    }

    private static ConnectionProfile tried(ConnectionProfile profile, Experiments experiments)
            throws InvalidSoakException {
        return profile.withTls(Optional.of(tls(profile).withExperiments(experiments)));
    }

    private static int number(Setting setting, int most) throws InvalidSoakException {
        try {
            int number = Integer.parseInt(setting.value());
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw new InvalidSoakException(setting.name() + " is a number from 1"
                + (most == Integer.MAX_VALUE ? "" : " to " + most) + " or default, not '" + setting.value() + "'.");
    }
}
