package dev.parley.doctor;

import dev.parley.at.Exchange;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registration status that the modem told, by answer or URC (3GPP TS 27.007 sections 7.2, 10.1.20 and 10.1.22).
 *
 * @param status 0 idle, 1 home, 2 searching, 3 denied, 4 unknown, 5 roaming
 */
record Registration(int status, String text, Place place, long nanos) {
    static final int SEARCHING = 2;
    static final int DENIED = 3;
    private static final List<String> NAMES = List.of("+CREG", "+CGREG", "+CEREG");
    private static final Pattern ANSWER = Pattern.compile("\\+C(?:E|G)?REG: \\d,(\\d).*");
    private static final Pattern URC = Pattern.compile("\\+C(?:E|G)?REG: (\\d)(?:,\".*)?");

    boolean isRegistered() {
        return status == 1 || status == 5;
    }

    Evidence evidence() {
        return new Evidence(text, List.of(place), nanos);
    }

    static Optional<Registration> last(CaseView session) {
        return all(session).stream().max(Comparator.comparingLong(Registration::nanos));
    }

    /** True if the modem was registered at any time. */
    static boolean ever(CaseView session) {
        return all(session).stream().anyMatch(Registration::isRegistered);
    }

    /** All that was told, in order. */
    static List<Registration> all(CaseView session) {
        List<Registration> all = new ArrayList<>();
        for (String name : NAMES) {
            Facts.exchanges(session).told(name).forEach(line -> {
                Pattern pattern = line.role() == Exchange.Role.URC ? URC : ANSWER;
                Matcher matcher = pattern.matcher(line.text());
                if (matcher.matches()) {
                    all.add(new Registration(
                            Integer.parseInt(matcher.group(1)), line.text(), line.place(), line.nanos()));
                }
            });
        }
        all.sort(Comparator.comparingLong(Registration::nanos));
        return all;
    }
}
