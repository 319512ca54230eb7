package dev.parley.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All rules, asked in turn; the findings come back best first. */
public final class Doctor {
    private final List<Rule> rules;

    public Doctor(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The doctor with every rule there is. A new rule is a file of its own and a line here. */
    public static Doctor standard() {
        return new Doctor(List.of(
                new ApnInHostField(),
                new CertificateRefused(),
                new ClosedBeforeDrained(),
                new ClosedByHost(),
                new ClosedByPeer(),
                new ConnectRefused(),
                new DnsFailed(),
                new ModemReset(),
                new MqttRefused(),
                new NoAnswer(),
                new NotRegistered(),
                new NotTls(),
                new PdpLost(),
                new PolicyDisconnect(),
                new ReceiveStalled(),
                new RegistrationDenied(),
                new SendFailNotRetried(),
                new SendOver1460(),
                new ServerAlert(),
                new ServerNotTrusted(),
                new SimMissing(),
                new StaleSocket()));
    }

    /**
     * What every rule finds, the most confident first.
     *
     * <p>Several rules may see one death from different sides; what explains more is more confident, so the first finding is the
     * one to act upon.
     */
    public List<Finding> examine(CaseView session) {
        return rules.stream()
                .flatMap(rule -> rule.examine(session).stream())
                .sorted(Comparator.comparingDouble(Finding::confidence).reversed())
                .toList();
    }

    /** The codes of all findings there can be. */
    public Stream<String> codes() {
        return rules.stream().map(Rule::code);
    }
}
