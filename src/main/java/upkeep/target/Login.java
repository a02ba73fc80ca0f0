package upkeep.target;

/** Who a probe says it is. */
public record Login(String user, Secret password) {}
