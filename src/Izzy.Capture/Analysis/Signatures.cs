namespace Izzy.Capture.Analysis;

/// <summary>How many packets of a sender were signed.</summary>
internal sealed class Signatures
{
    /// <summary>With a trailer: its MAC right, or not checked for want of a key.</summary>
    public long Signed { get; private set; }

    /// <summary>Without one.</summary>
    public long Plain { get; private set; }

    /// <summary>With one whose MAC is wrong.</summary>
    public long WrongMac { get; private set; }

    /// <summary>One more.</summary>
    public void Count(Signature? signature)
    {
        if (signature is null)
            Plain++;
        else if (signature.Mac == MacCheck.Wrong)
            WrongMac++;
        else
            Signed++;
    }
}
